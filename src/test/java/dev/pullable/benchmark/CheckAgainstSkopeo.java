package dev.pullable.benchmark;

import dev.pullable.testregistry.TestRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// `pullable check` of a thousand manifests with three hundred images, each in a process of its
/// own, beside one `skopeo inspect` an image, of the same registry in the same run.
///
///     mvn -q test-compile exec:exec@check
public final class CheckAgainstSkopeo {
  private static final int MANIFESTS = 1000;
  private static final int IMAGES = 300;
  private static final int ROUNDS = 3;

  private CheckAgainstSkopeo() {}

  public static void main(String[] arguments) throws Exception {
    Path directory = Files.createTempDirectory("pullable-check");
    try (TestRegistry registry = TestRegistry.start()) {
      String host = registry.uri().getAuthority();
      ManyImages images = new ManyImages(IMAGES, host);
      images.fill(registry);
      registry.logging(true);
      write(directory, host);
      Path one = directory.resolve("0.yaml");
      for (int round = 1; round <= ROUNDS; round++) {
        registry.clearLog();
        double check = seconds(check(directory.toString()));
        int requests = registry.requests().size();
        double start = seconds(check(one.toString()));
        double skopeo = skopeo(host);
        System.out.printf(
            "round %d: check of %d manifests, %d images: %.2f s, %d requests;"
                + " of one manifest: %.2f s; skopeo inspect %d times: %.2f s; ratio %.3f%n",
            round, MANIFESTS, IMAGES, check, requests, start, IMAGES, skopeo, check / skopeo);
      }
    } finally {
      delete(directory);
    }
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

  private static List<String> check(String what) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("dev.pullable.Main", "check", what, "--platform", "linux/amd64"));
    return command;
  }

  private static double skopeo(String host) throws Exception {
    long start = System.nanoTime();
    for (int i : IntStream.range(0, IMAGES).toArray()) {
      String image = "docker://%s/load/image-%d:%s".formatted(host, i, SampleReview.TAG);
      run(List.of("skopeo", "inspect", "--tls-verify=false", "--no-tags", image));
    }
    return (System.nanoTime() - start) / 1e9;
  }

  private static double seconds(List<String> command) throws Exception {
    long start = System.nanoTime();
    run(command);
    return (System.nanoTime() - start) / 1e9;
  }

  private static void run(List<String> command) throws Exception {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.PIPE)
            .start();
    String printed = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) {
      throw new IllegalStateException(String.join(" ", command) + ": " + printed);
    }
  }

  private static void delete(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }
}
