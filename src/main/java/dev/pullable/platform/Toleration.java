package dev.pullable.platform;

/// A toleration of a Pod; absent members are empty.
///
/// @param key the taint's key; empty with operator `Exists` tolerates everything
/// @param operator `Exists`, or `Equal` where it is empty
/// @param effect the effect tolerated; empty means every effect
public record Toleration(String key, String operator, String value, String effect) {}
