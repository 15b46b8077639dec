package dev.pullable.credential;

import java.util.Map;

/// A Secret named by `imagePullSecrets`, as it is in the cluster.
///
/// @param type its Kubernetes type, which alone decides how it is read
/// @param data its data, decoded from the API's base64
public record PullSecret(String namespace, String name, String type, Map<String, byte[]> data) {

  public PullSecret {
    data = Map.copyOf(data);
  }

  @Override
  public String toString() {
    return "PullSecret[" + namespace + "/" + name + ", " + type + "]";
  }
}
