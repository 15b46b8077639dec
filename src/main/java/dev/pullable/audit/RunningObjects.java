package dev.pullable.audit;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Optional;
import java.util.Set;

/// What runs in the cluster, and what made it.
public interface RunningObjects {

  /// Hands over the Pods that have not come to their end.
  ///
  /// @param namespaces of these only; of all if there are none
  /// @return why these are not all, in one clause; empty if they are
  String pods(Set<String> namespaces, Pages<Pod> pages);

  /// Hands over the CronJobs, of whichever version the cluster has.
  ///
  /// @param namespaces of these only; of all if there are none
  /// @return why these are not all, in one clause; empty if they are
  String cronJobs(Set<String> namespaces, Pages<HasMetadata> pages);

  /// Who controls an object; empty if nobody does, or if it could not be read.
  ///
  /// @param kind `ReplicaSet` or `Job`
  Optional<OwnerReference> controllerOf(String kind, String namespace, String name);
}
