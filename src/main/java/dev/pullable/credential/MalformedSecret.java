package dev.pullable.credential;

/// A pull secret whose docker config the kubelet cannot read.
///
/// @param name its name
/// @param key the key in its data, such as `.dockerconfigjson`
/// @param detail what is wrong and where, to be read after the key: "is not JSON (line 1, column
///   2)"; shows no value
public record MalformedSecret(String name, String key, String detail) {}
