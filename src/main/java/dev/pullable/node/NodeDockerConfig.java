package dev.pullable.node;

import dev.pullable.credential.Keyring;
import dev.pullable.credential.NodeConfig;
import dev.pullable.credential.NodeCredentialSource;
import dev.pullable.deadline.Deadline;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The node's docker config as a source of credentials, from a copy that is mounted here.
///
/// One that is missing or malformed is doubt, though the kubelet only passes over it: it then looks
/// into other files, which are not here, and keeps what it read for five minutes (kubelet:
/// pkg/credentialprovider/provider.go), so that it may still have the last good one.
public final class NodeDockerConfig implements NodeCredentialSource {
  private static final Logger log = LoggerFactory.getLogger(NodeDockerConfig.class);
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final String NAME = "config.json";

  private final Path file;
  private final ReloadedFile<State> config;

  private sealed interface State {
    record Usable(Keyring keyring) implements State {}

    record Unusable(String detail) implements State {}
  }

  /// @param file the mounted copy
  public NodeDockerConfig(Path file) {
    this(file, INTERVAL, System::nanoTime);
  }

  NodeDockerConfig(Path file, Duration interval, LongSupplier nanoTime) {
    this.file = file;
    this.config = new ReloadedFile<>(file, NodeConfig.LARGEST, interval, nanoTime, this::state);
  }

  @Override
  public Answer lookup(String repository, Deadline deadline) {
    return switch (config.current()) {
      case State.Usable(Keyring keyring) -> new Known(keyring.lookup(repository));
      case State.Unusable(String detail) -> new Unknown(detail);
    };
  }

  private State state(ReloadedFile.Content content) {
    return switch (content) {
      case ReloadedFile.Content.Unreadable(String detail) -> unusable(detail);
      case ReloadedFile.Content.Bytes bytes ->
          switch (NodeConfig.read(NAME, bytes.toArray())) {
            case NodeConfig.Malformed(String detail) -> unusable(detail);
            case NodeConfig.Loaded(Keyring keyring) -> new State.Usable(keyring);
          };
    };
  }

  /// The author of a Pod need not know what stands in the file, only that it cannot be read.
  private State unusable(String detail) {
    log.warn("The node's docker config {} {}: what it holds is unknown", file, detail);
    return new State.Unusable("the docker config of the nodes cannot be read");
  }
}
