package dev.pullable.cli;

import java.nio.file.Path;
import java.util.Optional;

/// Where the facts of the cluster come from: Secrets, ServiceAccounts, Nodes, Namespaces.
public sealed interface ClusterSource {

  /// An API server.
  ///
  /// @param file the kubeconfig; empty for kubectl's own rules
  /// @param context one of its contexts; empty for the current one
  record Kubeconfig(Optional<Path> file, Optional<String> context) implements ClusterSource {}

  /// YAML files.
  record Directory(Path directory) implements ClusterSource {}

  /// None: credentials come from the user's docker config, and what they do not let in is doubt.
  record None() implements ClusterSource {}
}
