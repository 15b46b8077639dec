package dev.pullable.credential;

/// A secret named by `imagePullSecrets` that the kubelet passes over without a word.
///
/// @param name its name
/// @param type its Kubernetes type
/// @param why one clause, such as "it has no .dockerconfigjson"
public record IgnoredSecret(String name, String type, String why) {}
