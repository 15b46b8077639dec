package dev.pullable.benchmark;

import dev.pullable.testregistry.Fault;
import dev.pullable.testregistry.RequestKind;
import dev.pullable.testregistry.TestAuthority;
import dev.pullable.testregistry.TestRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// `pullable check` of a thousand manifests with three hundred images, each in a process of its
/// own, beside one `skopeo inspect` an image, of the same registry in the same run.
///
///     mvn -q package -DskipTests exec:exec@check
public final class CheckAgainstSkopeo {
  private static final Path SCRIPT = Path.of("src/main/scripts/kubectl-pullable");
  private static final int MANIFESTS = 1000;
  private static final int IMAGES = 300;
  private static final int ROUNDS = 3;

  /// What each answer of the registry waits, as over a network.
  private static final Duration LATENCY = Duration.ofMillis(Integer.getInteger("latency", 0));

  private CheckAgainstSkopeo() {}

  public static void main(String[] arguments) throws Exception {
    Path directory = Files.createTempDirectory("pullable-check");
    Path trusted = Files.createDirectory(directory.resolve("trusted"));
    Path manifests = Files.createDirectory(directory.resolve("manifests"));
    TestAuthority authority = TestAuthority.create();
    // `--cert-dir` reads files of this ending.
    Path ca = Files.writeString(trusted.resolve("ca.crt"), authority.certificatePem());
    try (TestRegistry registry = TestRegistry.start(authority.leaf().serverContext())) {
      String host = registry.authority("localhost");
      new ManyImages(IMAGES, host).fill(registry);
      registry.logging(true);
      registry.fault("", Fault.delay(LATENCY));
      write(manifests, host);
      // Keeps what the next ones start from.
      seconds(check(manifests.resolve("0.yaml"), ca));
      for (int round = 1; round <= ROUNDS; round++) {
        registry.clearLog();
        double check = seconds(check(manifests, ca));
        long heads = heads(registry);
        int requests = registry.requests().size();
        double one = seconds(check(manifests.resolve("0.yaml"), ca));
        double skopeo = skopeo(host, trusted);
        System.out.printf(
            "round %d: check of %d manifests with %d images: %.2f s, %d HEADs of %d requests;"
                + " of one manifest: %.2f s; skopeo inspect %d times: %.2f s; ratio %.3f%n",
            round, MANIFESTS, IMAGES, check, heads, requests, one, IMAGES, skopeo, check / skopeo);
      }
    } finally {
      delete(directory);
    }
  }

  private static long heads(TestRegistry registry) {
    return registry.requests().stream()
        .filter(it -> it.kind() == RequestKind.MANIFEST && it.method().equals("HEAD"))
        .count();
  }

  private static void write(Path directory, String host) throws IOException {
    for (int i = 0; i < MANIFESTS; i++) {
      String manifest =
          """
          apiVersion: apps/v1
          kind: Deployment
          metadata:
            name: web-%d
          spec:
            selector:
              matchLabels: {app: web-%d}
            template:
              metadata:
                labels: {app: web-%d}
              spec:
                containers:
                  - name: web
                    image: %s/load/image-%d:%s
          """
              .formatted(i, i, i, host, i % IMAGES, SampleReview.TAG);
      Files.writeString(directory.resolve(i + ".yaml"), manifest);
    }
  }

  private static List<String> check(Path what, Path ca) {
    return List.of(
        SCRIPT.toString(),
        "check",
        what.toString(),
        "--platform=linux/amd64",
        "--set=pullable.registries.allowed-addresses=127.0.0.0/8,::1",
        "--set=pullable.registries.ca-files=" + ca);
  }

  private static double skopeo(String host, Path trusted) throws Exception {
    long start = System.nanoTime();
    for (int i : IntStream.range(0, IMAGES).toArray()) {
      String image = "docker://%s/load/image-%d:%s".formatted(host, i, SampleReview.TAG);
      // The tags are not asked for here, either.
      run(List.of("skopeo", "inspect", "--cert-dir=" + trusted, "--no-tags", image));
    }
    return (System.nanoTime() - start) / 1e9;
  }

  private static double seconds(List<String> command) throws Exception {
    long start = System.nanoTime();
    run(command);
    return (System.nanoTime() - start) / 1e9;
  }

  private static void run(List<String> command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.start();
    String printed = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) {
      throw new IllegalStateException(String.join(" ", command) + ": " + printed);
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
