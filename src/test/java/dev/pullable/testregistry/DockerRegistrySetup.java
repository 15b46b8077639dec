package dev.pullable.testregistry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a [DockerRegistry] is started: open and over http, unless told otherwise.
public final class DockerRegistrySetup {
  private final Path folder = newFolder();
  private final List<String> users = new ArrayList<>();
  private @Nullable Path certificate;
  private @Nullable Path key;
  private String auth = "";

  DockerRegistrySetup() {}

  /// TLS with a certificate for `localhost` and `127.0.0.1`.
  public DockerRegistrySetup tls(TestAuthority authority) {
    TestAuthority.Leaf leaf = authority.leaf();
    return tls(write("tls.crt", leaf.certificatePem()), write("tls.key", leaf.keyPem()));
  }

  /// TLS with a PEM certificate chain and key.
  public DockerRegistrySetup tls(Path chain, Path privateKey) {
    certificate = chain;
    key = privateKey;
    return this;
  }

  /// Basic authentication, by htpasswd.
  public DockerRegistrySetup user(String name, String password) {
    users.add(htpasswd(name, password));
    Path file = write("htpasswd", String.join("\n", users) + "\n");
    auth = "auth:\n  htpasswd:\n    realm: test-registry\n    path: " + file + "\n";
    return this;
  }

  /// Bearer tokens of another server, which this makes mint JWTs.
  ///
  /// @param tokenServer gives tokens as its own [Auth#bearer] says, which keeps the default service
  ///   name
  public DockerRegistrySetup tokens(TestRegistry tokenServer, JwtMint mint) {
    tokenServer.mint(mint);
    Path bundle = write("token.crt", mint.signer().certificatePem());
    auth =
        """
        auth:
          token:
            realm: %s/token
            service: %s
            issuer: %s
            rootcertbundle: %s
        """
            .formatted(tokenServer.uri(), Auth.DEFAULT_SERVICE, JwtMint.ISSUER, bundle);
    return this;
  }

  public DockerRegistry start() {
    String tls =
        certificate == null ? "" : "  tls:\n    certificate: " + certificate + "\n    key: " + key;
    write(
        "config.yml",
        """
        version: 0.1
        log:
          level: info
          accesslog:
            disabled: false
        storage:
          filesystem:
            rootdirectory: %s
          delete:
            enabled: true
        http:
          addr: 127.0.0.1:0
          secret: for-tests
        %s
        %s\
        """
            .formatted(folder.resolve("storage"), tls, auth));
    return DockerRegistry.start(folder, certificate != null);
  }

  private Path write(String name, String content) {
    try {
      return Files.writeString(folder.resolve(name), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// docker-registry takes bcrypt only; `-i` keeps the password out of the process list.
  private static String htpasswd(String name, String password) {
    try {
      Process process = new ProcessBuilder("htpasswd", "-Bni", name).start();
      process.outputWriter(StandardCharsets.UTF_8).append(password).close();
      String line = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException("htpasswd failed for " + name);
      }
      return line.trim();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Path newFolder() {
    try {
      return Files.createTempDirectory("docker-registry");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
