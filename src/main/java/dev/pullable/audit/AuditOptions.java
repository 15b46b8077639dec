package dev.pullable.audit;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/// What `pullable audit` is asked for.
///
/// @param namespaces those that are looked at; all where empty
/// @param kubeconfig empty for kubectl's own rules
/// @param context one of its contexts; empty for the current one
/// @param settings a file of the server's settings, `pullable:` at its top
public record AuditOptions(
    Set<String> namespaces,
    Optional<Path> kubeconfig,
    Optional<String> context,
    Optional<Path> settings) {

  public AuditOptions {
    namespaces = Set.copyOf(namespaces);
  }
}
