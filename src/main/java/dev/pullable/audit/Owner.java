package dev.pullable.audit;

/// The topmost owner of Pods that run, which has to be changed for them to get other images.
///
/// @param apiVersion such as `apps/v1`
/// @param uid empty where it was not needed so far
/// @param replicaSet of a Deployment without a uid the ReplicaSet that knows it; else empty
public record Owner(Name name, String apiVersion, String uid, String replicaSet) {

  /// What tells owners apart.
  public record Name(String namespace, String kind, String name) {}
}
