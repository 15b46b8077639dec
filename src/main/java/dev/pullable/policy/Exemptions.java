package dev.pullable.policy;

import java.util.Optional;
import java.util.Set;

/// What the operator does not want to be looked at. None of it is the choice of who writes a Pod,
/// but for the RuntimeClass, which the cluster's administrator makes.
///
/// @param users the names that the API server knows them by, exactly
public record Exemptions(
    Set<String> namespaces, ImageGlobs images, Set<String> users, Set<String> runtimeClasses) {
  /// Nothing.
  public static final Exemptions NONE =
      new Exemptions(Set.of(), ImageGlobs.NONE, Set.of(), Set.of());

  public Exemptions {
    namespaces = Set.copyOf(namespaces);
    users = Set.copyOf(users);
    runtimeClasses = Set.copyOf(runtimeClasses);
  }

  Optional<Exemption> of(String namespace, String user, Optional<String> runtimeClass) {
    if (users.contains(user)) {
      return Optional.of(Exemption.USER);
    }
    if (namespaces.contains(namespace)) {
      return Optional.of(Exemption.NAMESPACE);
    }
    return runtimeClass.filter(runtimeClasses::contains).map(_ -> Exemption.RUNTIME_CLASS);
  }
}
