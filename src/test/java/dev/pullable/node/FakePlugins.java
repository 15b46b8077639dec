package dev.pullable.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A directory of plugins, each a shell script made by a test.
final class FakePlugins {
  static final String API_VERSION = "credentialprovider.kubelet.k8s.io/v1";

  private final Path directory;

  FakePlugins(Path directory) {
    this.directory = directory;
  }

  Path directory() {
    return directory;
  }

  /// A file beside the plugins, which they know as `$LOG` and such.
  Path file(String name) {
    return directory.resolve(name);
  }

  /// Writes a plugin; its script sees `$DIR`, the directory it is in.
  void script(String name, String... lines) throws IOException {
    Path script = directory.resolve(name);
    Files.writeString(
        script, "#!/bin/sh\nDIR=" + directory + "\n" + String.join("\n", lines) + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
  }

  /// A plugin that logs each run as a line of `runs` and answers with a password that counts them.
  void answering(String name, String cacheKeyType, String cacheDuration, String registry)
      throws IOException {
    script(
        name,
        "cat >> $DIR/requests; echo >> $DIR/requests",
        "echo x >> $DIR/runs",
        "n=$(wc -l < $DIR/runs); n=$(echo $n)",
        "cat <<END",
        response(cacheKeyType, cacheDuration, registry, "$n"),
        "END");
  }

  static String response(
      String cacheKeyType, String cacheDuration, String registry, String password) {
    String duration = cacheDuration.isEmpty() ? "" : "\"cacheDuration\":\"" + cacheDuration + "\",";
    return "{\"apiVersion\":\"%s\",\"kind\":\"CredentialProviderResponse\",\"cacheKeyType\":\"%s\",%s"
            .formatted(API_VERSION, cacheKeyType, duration)
        + "\"auth\":{\"%s\":{\"username\":\"u\",\"password\":\"%s\"}}}"
            .formatted(registry, password);
  }

  int runs() throws IOException {
    Path runs = file("runs");
    return Files.exists(runs) ? Files.readAllLines(runs).size() : 0;
  }

  /// The process id that a script wrote to a file by `echo $$`.
  long pid(String name) throws IOException {
    return Long.parseLong(Files.readString(file(name)).strip());
  }

  /// Whether a process that a script wrote down is running.
  boolean isRunning(String name) throws IOException {
    return ProcessHandle.of(pid(name)).map(ProcessHandle::isAlive).orElse(false);
  }

  PluginSettings settings(Duration timeout, int processes) {
    return new PluginSettings(
        directory, Map.of("PATH", "/usr/bin:/bin", "HOME", "/"), timeout, processes);
  }

  /// One provider a line, in YAML, for `reg.io` and all hosts below `example.com`.
  static String config(List<String> names) {
    StringBuilder yaml = new StringBuilder();
    yaml.append("apiVersion: kubelet.config.k8s.io/v1\nkind: CredentialProviderConfig\n");
    yaml.append("providers:\n");
    for (String name : names) {
      yaml.append("- name: ").append(name).append('\n');
      yaml.append("  apiVersion: ").append(API_VERSION).append('\n');
      yaml.append("  matchImages: [\"reg.io\", \"*.example.com\"]\n");
      yaml.append("  defaultCacheDuration: 1h\n");
    }
    return yaml.toString();
  }
}
