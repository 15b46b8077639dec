package dev.pullable.install;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The real kubectl of this machine; Debian has it in the package kubernetes-client.
final class Kubectl {
  private static final long PATIENCE = 120;

  private final @Nullable Path kubeconfig;

  private Kubectl(@Nullable Path kubeconfig) {
    this.kubeconfig = kubeconfig;
  }

  /// For what needs no cluster.
  static Kubectl offline() {
    return new Kubectl(null);
  }

  static Kubectl of(Path kubeconfig) {
    return new Kubectl(kubeconfig);
  }

  /// What it did.
  ///
  /// @param printed both of its streams, as they come to a terminal
  record Ran(int code, String printed) {
    /// What it printed, if it succeeded.
    String successfully() {
      if (code != 0) {
        throw new AssertionError("ended with " + code + ": " + printed);
      }
      return printed;
    }
  }

  Ran run(String... arguments) {
    return with("", arguments);
  }

  /// With something on its standard input, for `-f -`.
  Ran with(String input, String... arguments) {
    List<String> command = new ArrayList<>(List.of("kubectl"));
    command.addAll(List.of(arguments));
    return ran(input, command);
  }

  /// A line that somebody pastes into a shell.
  Ran pasted(String line) {
    return ran("", List.of("sh", "-c", line));
  }

  private Ran ran(String input, List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.put("KUBECONFIG", kubeconfig == null ? "/dev/null" : kubeconfig.toString());
    try {
      Process process = builder.start();
      try (var in = process.getOutputStream()) {
        in.write(input.getBytes(StandardCharsets.UTF_8));
      }
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(PATIENCE, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("kubectl does not end: " + printed);
      }
      return new Ran(process.exitValue(), printed);
    } catch (IOException e) {
      throw new UncheckedIOException("kubectl must be on the PATH", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
