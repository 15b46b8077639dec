package dev.pullable.benchmark;

import dev.pullable.benchmark.Rounds.Contender;
import dev.pullable.benchmark.Rounds.Task;
import dev.pullable.testregistry.TestRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// One warm review over HTTPS as a ratio to the least that any server does: the JDK's, which reads
/// the same body and answers it unread. Each server has a process of its own; the registry is in
/// the client's, so that the CPU time compared is the server's alone.
final class WebhookLoad {
  private static final int[] CONNECTIONS = {1, 8};

  private WebhookLoad() {}

  public static void main(String[] args) throws Exception {
    Path dir = Files.createTempDirectory("webhook-load");
    Path webhookCa = dir.resolve("webhook.crt");
    Path bareCa = dir.resolve("bare.crt");
    try (TestRegistry registry = SampleReview.fill(TestRegistry.start());
        ServerProcess webhook = ServerProcess.webhook(settings(registry, dir, webhookCa));
        ServerProcess bare = ServerProcess.bare(bareCa)) {
      byte[] review = SampleReview.of(registry.authority());
      byte[] withoutPulls = SampleReview.withoutPulls(registry.authority());
      for (int connections : CONNECTIONS) {
        Contender floor = contender(bare, bareCa, review, connections);
        Rounds.compare(
            "review without a pull, " + connections + " at a time",
            contender(webhook, webhookCa, withoutPulls, connections),
            floor);
        Rounds.compare(
            "review with three HEADs, " + connections + " at a time",
            contender(webhook, webhookCa, review, connections),
            floor);
      }
    }
  }

  private static Contender contender(ServerProcess server, Path ca, byte[] review, int connections)
      throws IOException, GeneralSecurityException {
    List<Task> workers = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      KeepAliveClient client = new KeepAliveClient(server.port(), ca);
      byte[] request = KeepAliveClient.request(server.port(), review);
      workers.add(() -> client.admitted(request));
    }
    return new Contender(workers, server::cpuNanos);
  }

  private static List<String> settings(TestRegistry registry, Path dir, Path caFile)
      throws IOException {
    Path cluster = Files.createDirectory(dir.resolve("cluster"));
    Files.writeString(cluster.resolve("cluster.yaml"), cluster(registry.authority()));
    return List.of(
        "--server.port=0",
        "--pullable.cluster.mode=directory",
        "--pullable.cluster.directory=" + cluster,
        "--pullable.registries.plain-http=" + registry.authority(),
        "--pullable.tls.ca-file=" + caFile,
        "--logging.level.root=warn");
  }

  private static String cluster(String registry) {
    String config = "{\"auths\":{\"" + registry + "\":{\"auth\":\"dXNlcjpwYXNzdzByZA==\"}}}";
    return """
    apiVersion: v1
    kind: Node
    metadata:
      name: node-1
      labels: {kubernetes.io/os: linux, kubernetes.io/arch: amd64}
    status:
      nodeInfo: {operatingSystem: linux, architecture: amd64}
    ---
    apiVersion: v1
    kind: ServiceAccount
    metadata: {name: shop, namespace: shop}
    ---
    apiVersion: v1
    kind: Secret
    metadata: {name: registry, namespace: shop}
    type: kubernetes.io/dockerconfigjson
    data: {.dockerconfigjson: %s}
    """
        .formatted(Base64.getEncoder().encodeToString(config.getBytes(StandardCharsets.UTF_8)));
  }
}
