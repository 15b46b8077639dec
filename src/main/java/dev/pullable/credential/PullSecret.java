package dev.pullable.credential;

import java.util.Map;

/// A Secret named by `imagePullSecrets`, as it is in the cluster.
///
/// @param type its Kubernetes type, which alone decides how it is read
/// @param data its docker configs, decoded from the API's base64
/// @param onlyDockerConfig whether its data has nothing else
public record PullSecret(
    String namespace,
    String name,
    String type,
    Map<String, byte[]> data,
    boolean onlyDockerConfig) {

  public PullSecret {
    data = Map.copyOf(data);
  }

  /// A Secret that holds nothing else.
  public PullSecret(String namespace, String name, String type, Map<String, byte[]> data) {
    this(namespace, name, type, data, true);
  }

  @Override
  public String toString() {
    return "PullSecret[" + namespace + "/" + name + ", " + type + "]";
  }
}
