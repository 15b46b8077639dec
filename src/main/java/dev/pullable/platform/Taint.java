package dev.pullable.platform;

/// A taint of a Node.
///
/// @param effect `NoSchedule`, `PreferNoSchedule` or `NoExecute`
public record Taint(String key, String value, String effect) {}
