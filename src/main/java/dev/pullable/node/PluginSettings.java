package dev.pullable.node;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// How credential provider plugins are run.
///
/// @param directory the one directory of programs, the kubelet's
///   `--image-credential-provider-bin-dir`
/// @param environment what every plugin's environment has; the kubelet hands down its own
/// @param timeout how long a plugin may run, at most the kubelet's minute
/// @param processes how many may run at a time
public record PluginSettings(
    Path directory, Map<String, String> environment, Duration timeout, int processes) {
  /// The kubelet's own limit (pkg/credentialprovider/plugin/plugin.go, ExecPlugin).
  public static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(1);

  public PluginSettings {
    environment = Map.copyOf(environment);
    if (!directory.isAbsolute()) {
      throw new IllegalArgumentException("the directory of plugins must be an absolute path");
    }
    if (!timeout.isPositive() || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
      throw new IllegalArgumentException("a plugin's timeout must be within a minute");
    }
    if (processes < 1) {
      throw new IllegalArgumentException("at least one plugin must be able to run");
    }
  }

  @Override
  public String toString() {
    return "PluginSettings[" + directory + ", " + timeout + ", " + processes + "]";
  }
}
