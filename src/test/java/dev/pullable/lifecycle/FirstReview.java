package dev.pullable.lifecycle;

import dev.pullable.platform.Platform;
import dev.pullable.testregistry.TestAuthority;
import dev.pullable.testregistry.TestImages;
import dev.pullable.testregistry.TestRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// What the first review of a fresh process costs against those after it, with and without the
/// warm-up: each review of another image, at a registry over TLS.
///
/// `mvn -q test-compile exec:exec@first-review`
final class FirstReview {
  private static final int REVIEWS = 50;
  private static final int PROCESSES = Integer.getInteger("processes", 5);

  private FirstReview() {}

  /// In milliseconds.
  ///
  /// @param ready from the process's start to the first successful readiness probe
  /// @param median of the 2nd to the last
  record Figures(double ready, double first, double second, double median, double slowest) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "ready after %.0f ms; first review %.0f ms, second %.0f ms, median of the later %.0f ms,"
              + " slowest of them %.0f ms",
          ready,
          first,
          second,
          median,
          slowest);
    }
  }

  public static void main(String[] args) throws Exception {
    Path dir = Files.createTempDirectory("first-review");
    for (int i = 0; i < PROCESSES; i++) {
      for (String warmUp : List.of("10s", "0s")) {
        Path own = Files.createDirectory(dir.resolve(warmUp + i));
        System.out.println("warm-up " + warmUp + ": " + measure(own, warmUp));
      }
    }
  }

  /// Of one process.
  ///
  /// @param dir empty, for its files
  /// @param warmUp how long it may warm up
  static Figures measure(Path dir, String warmUp) throws Exception {
    TestAuthority authority = TestAuthority.create();
    try (TestRegistry registry = TestRegistry.start(authority.leaf().serverContext())) {
      for (int i = 0; i < REVIEWS; i++) {
        registry.push("shop/web", "1." + i, TestImages.index(Platform.of("linux", "amd64")));
      }
      // The client's own first time is nobody's.
      try (ReviewClient client = new ReviewClient(registry.port())) {
        client.pod("");
      }
      long start = System.nanoTime();
      try (WebhookProcess process = process(dir, authority, warmUp).awaitReady()) {
        double ready = millisSince(start);
        return reviews(process.port(), registry.authority("localhost"), ready);
      }
    }
  }

  private static Figures reviews(int port, String registry, double ready) throws Exception {
    List<Double> took = new ArrayList<>();
    try (ReviewClient client = new ReviewClient(port)) {
      for (int i = 0; i < REVIEWS; i++) {
        long start = System.nanoTime();
        String answer = client.pod(registry + "/shop/web:1." + i).body();
        took.add(millisSince(start));
        if (!answer.contains("\"allowed\":true") || answer.contains("warnings\":[\"")) {
          throw new IllegalStateException(answer);
        }
      }
    }
    double[] later = took.stream().skip(1).mapToDouble(it -> it).sorted().toArray();
    double median = later[later.length / 2];
    double slowest = Arrays.stream(later).max().orElseThrow();
    return new Figures(ready, took.getFirst(), took.get(1), median, slowest);
  }

  private static WebhookProcess process(Path dir, TestAuthority authority, String warmUp)
      throws IOException {
    Path ca = Files.writeString(dir.resolve("registry.crt"), authority.certificatePem());
    return WebhookProcess.start(
        Files.createDirectory(dir.resolve("cluster")),
        List.of(
            "--pullable.registries.ca-files=" + ca,
            "--pullable.nodes.platforms=linux/amd64",
            "--pullable.lifecycle.warm-up=" + warmUp));
  }

  private static double millisSince(long start) {
    return Duration.ofNanos(System.nanoTime() - start).toNanos() / 1e6;
  }
}
