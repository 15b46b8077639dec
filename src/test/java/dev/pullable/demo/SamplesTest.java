package dev.pullable.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.app.WebhookApplication;
import dev.pullable.testregistry.TestRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/// Holds each of `manifests/samples` against the answer that its name promises, and the reason that
/// its first line does, over HTTPS.
class SamplesTest {
  private static final Path SAMPLES = Path.of("manifests", "samples");
  private static final Path CLUSTER = Path.of("src", "test", "resources", "demo", "cluster");

  private static final Pattern REASON = Pattern.compile("\\A# ([A-Z][a-z]+(?:[A-Z][a-z]+)+): ");

  @TempDir private static Path directory;
  private static TestRegistry registry;
  private static TestRegistry untrusted;
  private static ConfigurableApplicationContext webhook;
  private static Kubectl kubectl;

  @BeforeAll
  static void start() throws IOException {
    registry = DemoRegistry.start(0);
    untrusted = DemoRegistry.startUntrusted(0);
    Path certsD = DemoNodes.writeCertsD(directory.resolve("certs.d"), registry, untrusted);
    Path cluster = Files.createDirectory(directory.resolve("cluster"));
    for (Path file : files(CLUSTER)) {
      Files.writeString(cluster.resolve(file.getFileName()), onItsPort(file));
    }
    Path ca = directory.resolve("ca.crt");
    webhook =
        WebhookApplication.run(
            "--server.port=0",
            "--pullable.cluster.mode=directory",
            "--pullable.cluster.directory=" + cluster,
            "--pullable.registries.plain-http=localhost:" + registry.port(),
            "--pullable.registries.search=localhost:" + registry.port() + "/shop",
            "--pullable.nodes.certs-d=" + certsD,
            "--pullable.tls.ca-file=" + ca);
    int port = ((WebServerApplicationContext) webhook).getWebServer().getPort();
    kubectl = new Kubectl(URI.create("https://localhost:" + port + "/validate?timeout=10s"), ca);
  }

  @AfterAll
  static void stop() {
    kubectl.close();
    webhook.close();
    registry.close();
    untrusted.close();
  }

  static Stream<Path> samples() throws IOException {
    return files(SAMPLES).stream();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void aSampleIsAnsweredAsItsNameSays(Path sample) throws IOException, InterruptedException {
    String name = sample.getFileName().toString();
    Kubectl.Applied applied = kubectl.apply(name, onItsPort(sample));
    String printed = applied.printed();
    switch (name.substring(0, name.indexOf('-'))) {
      case "admit" -> assertThat(printed).doesNotContain("Warning:").endsWith(" created\n");
      case "warn" -> assertThat(printed).startsWith("Warning:").endsWith(" created\n");
      case "deny" -> assertThat(printed).startsWith("Error from server (Forbidden):");
      default -> throw new AssertionError("a sample is admit-, warn- or deny-: " + name);
    }
    assertThat(applied.reasons()).isEqualTo(promised(sample));
  }

  /// The word that the first line begins with; none where nothing is wrong.
  private static List<String> promised(Path sample) throws IOException {
    Matcher first = REASON.matcher(Files.readString(sample));
    return first.find() ? List.of(first.group(1)) : List.of();
  }

  @Test
  void everyClassicCauseHasASample() throws IOException {
    StringBuilder all = new StringBuilder();
    for (Path sample : files(SAMPLES)) {
      all.append(Files.readString(sample));
    }
    assertThat(all)
        .contains(
            "image: nginx:lates\n",
            "image: ngiinx\n",
            "image: my-app:2.0\n",
            "'myorg/web:v2?token=xxx'",
            "# TagNotFound:",
            "# RepositoryNotFound:",
            "# CredentialsMissing:",
            "# CredentialsRejected:",
            "# CredentialsInReference:",
            "# PullSecretNotFound:",
            "# PullSecretWrongType:",
            "# PullSecretMalformed:",
            "# PullSecretForOtherRegistry:",
            "# NoMatchingPlatform:",
            "# RateLimited:",
            "# TlsUntrusted:",
            "# DnsFailure:");
  }

  /// The file with the port that the registry got, in place of the demo's.
  private static String onItsPort(Path file) throws IOException {
    return Files.readString(file).replace("localhost:5000", "localhost:" + registry.port());
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }
}
