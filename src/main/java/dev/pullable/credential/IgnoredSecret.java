package dev.pullable.credential;

/// A secret named by `imagePullSecrets` of which the kubelet takes nothing, without a word.
///
/// @param name its name
/// @param type its Kubernetes type, fit for one line
/// @param flaw a clause about it, such as `has no .dockerconfigjson`
/// @param onlyDockerConfig whether it holds nothing but a docker config, so that nobody loses
///   anything else with it
public record IgnoredSecret(String name, String type, String flaw, boolean onlyDockerConfig) {}
