package dev.pullable.demo;

import dev.pullable.testregistry.TestRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The `certs.d` of the demo's nodes, by which names that need the Internet are asked for here.
final class DemoNodes {
  private DemoNodes() {}

  /// Writes it, and gives its directory.
  ///
  /// @param hub stands for Docker Hub
  /// @param untrusted stands for `registry.example.com`
  static Path writeCertsD(Path directory, TestRegistry hub, TestRegistry untrusted)
      throws IOException {
    write(directory.resolve("docker.io"), "http://localhost:" + hub.port());
    write(directory.resolve("registry.example.com"), "https://localhost:" + untrusted.port());
    return directory;
  }

  /// With a table of the host itself, without which older releases pass over the file, so that
  /// nothing would be proven.
  private static void write(Path registry, String url) throws IOException {
    Files.createDirectories(registry);
    Files.writeString(
        registry.resolve("hosts.toml"), "server = \"%s\"\n[host.\"%s\"]\n".formatted(url, url));
  }
}
