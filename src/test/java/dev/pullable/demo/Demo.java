package dev.pullable.demo;

import dev.pullable.app.WebhookApplication;
import dev.pullable.testregistry.TestRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.web.server.context.WebServerApplicationContext;

/// `mvn spring-boot:test-run`: a registry in memory, a cluster in files, the webhook before them,
/// and what kubectl would print for each of `manifests/samples`.
public final class Demo {
  private static final int REGISTRY_PORT = 5000;
  private static final Path SAMPLES = Path.of("manifests", "samples");
  private static final Path CLUSTER = Path.of("src", "test", "resources", "demo", "cluster");
  private static final int UNTRUSTED_PORT = 5443;
  private static final Path CERTS_D = Path.of("target", "demo", "certs.d");
  private static final Path CA_FILE = Path.of("target", "demo", "ca.crt");

  private Demo() {}

  /// @param args more arguments for the webhook, such as `--server.port=9443`
  public static void main(String[] args) throws IOException, InterruptedException {
    TestRegistry registry = DemoRegistry.start(REGISTRY_PORT);
    DemoNodes.writeCertsD(CERTS_D, registry, DemoRegistry.startUntrusted(UNTRUSTED_PORT));
    int port = webhook(args);
    URI url = URI.create("https://localhost:" + port + "/validate?timeout=5s");

    try (Kubectl kubectl = new Kubectl(url, CA_FILE)) {
      System.out.println();
      for (Path sample : samples()) {
        System.out.println("$ kubectl apply -f " + sample);
        System.out.println(kubectl.apply(sample.toString(), Files.readString(sample)).printed());
      }
    }
    System.out.printf(
        """
        The registry is at localhost:%d, the webhook at %s. Ctrl-C ends both.
        Try one yourself:

          curl --cacert %s -H 'Content-Type: application/json' \\
            -d @%s '%s'

        or, of files and without the webhook:

          export PULLABLE_REGISTRIES_ALLOWEDADDRESSES=127.0.0.0/8,::1
          java -jar target/pullable.jar check manifests/samples --cluster-dir %s

        """,
        registry.port(),
        url,
        CA_FILE,
        DemoReview.write(CA_FILE.resolveSibling("review.json")),
        url,
        CLUSTER);
    Thread.currentThread().join();
  }

  private static int webhook(String[] args) {
    List<String> settings =
        List.of(
            "--pullable.cluster.mode=directory",
            "--pullable.cluster.directory=" + CLUSTER,
            "--pullable.tls.ca-file=" + CA_FILE,
            "--pullable.registries.plain-http=localhost:" + REGISTRY_PORT,
            "--pullable.registries.search=localhost:" + REGISTRY_PORT + "/shop",
            "--pullable.nodes.certs-d=" + CERTS_D,
            "--logging.level.root=warn");
    String[] all = Stream.concat(settings.stream(), Stream.of(args)).toArray(String[]::new);
    var context = (WebServerApplicationContext) WebhookApplication.run(all);
    return context.getWebServer().getPort();
  }

  private static List<Path> samples() throws IOException {
    try (Stream<Path> files = Files.list(SAMPLES)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }
}
