package dev.pullable.app;

import dev.pullable.testregistry.Fault;
import dev.pullable.testregistry.TestImages;
import dev.pullable.testregistry.TestRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/// Reviews for three registries, a healthy one, one that fails and one that hangs, and for a
/// thousand hosts that never answer, sent to the whole webhook at a fixed rate whether or not the
/// earlier ones are answered. All of it is one process, and a latency counts from when the review
/// was due.
final class IsolationLoad implements AutoCloseable {
  /// What kube-apiserver would wait; less the margin, the review has half a second less.
  static final Duration TIMEOUT = Duration.ofSeconds(3);

  /// Below what the webhook takes.
  private static final int CONNECTIONS = 500;

  private final Path dir;
  private final int rate;
  private final TestRegistry healthy = TestRegistry.start();
  private final TestRegistry failing = TestRegistry.start();
  private final TestRegistry hung = TestRegistry.start();
  private final ServerSocket silent = new ServerSocket(0, 4096, InetAddress.getByName("0.0.0.0"));
  private final ConfigurableApplicationContext application;
  private final SSLContext trust;
  private final ConcurrentLinkedDeque<HttpsClient> idle = new ConcurrentLinkedDeque<>();

  /// What became of one traffic.
  ///
  /// @param latencies in nanoseconds, sorted
  /// @param warned how many were admitted with a warning
  /// @param failed how many got no answer, or none that admits
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Figures(long[] latencies, int warned, int failed) {
    Duration part(double part) {
      int index = Math.max(0, (int) Math.ceil(part * latencies.length) - 1);
      return Duration.ofNanos(latencies[index]);
    }

    @Override
    public String toString() {
      return "p50 %d ms, p99 %d ms, max %d ms; %d of %d warned, %d failed"
          .formatted(
              part(0.5).toMillis(),
              part(0.99).toMillis(),
              part(1).toMillis(),
              warned,
              latencies.length,
              failed);
    }
  }

  /// What is sent at the rate.
  interface Traffic {
    byte[] review(int turn);
  }

  /// @param rate how many reviews a second of each traffic
  IsolationLoad(Path dir, int rate) throws IOException {
    this.dir = dir;
    this.rate = rate;
    healthy.push("shop/web", "1", TestImages.image("linux", "amd64"));
    failing.fault("", Fault.status(503));
    hung.fault("", Fault.hang());
    List.of(healthy, failing, hung).forEach(registry -> registry.logging(false));
    Files.createDirectories(dir.resolve("cluster"));
    application =
        new SpringApplication(WebhookApplication.class)
            .run(
                "--server.port=0",
                "--server.tomcat.connection-timeout=20s",
                "--server.tomcat.keep-alive-timeout=10m",
                "--management.server.port=0",
                "--pullable.cluster.mode=directory",
                "--pullable.cluster.directory=" + dir.resolve("cluster"),
                "--pullable.tls.ca-file=" + dir.resolve("ca.crt"),
                "--pullable.registries.plain-http="
                    + List.of(healthy, failing, hung).stream()
                        .map(TestRegistry::authority)
                        .collect(Collectors.joining(",")));
    trust = HttpsClient.trusting(dir.resolve("ca.crt"));
  }

  static void main(String[] args) throws Exception {
    Duration length = Duration.ofSeconds(Integer.getInteger("isolation.seconds", 20));
    Path dir = Files.createTempDirectory("isolation");
    try (IsolationLoad load = new IsolationLoad(dir, Integer.getInteger("isolation.rate", 100))) {
      load.warmUp();
      for (int round = 0; round < Integer.getInteger("isolation.rounds", 3); round++) {
        System.out.println("healthy alone:       " + load.run(length, load.healthy()).getFirst());
        long before = load.hungRequests();
        List<Figures> three = load.run(length, load.healthy(), load.failing(), load.hung());
        System.out.println("healthy of three:    " + three.get(0));
        System.out.println("failing of three:    " + three.get(1));
        System.out.println("hung of three:       " + three.get(2));
        System.out.println("requests to the hung: " + (load.hungRequests() - before));
        List<Figures> hosts = load.run(length, load.healthy(), load.manyHosts());
        System.out.println("beside many hosts:   " + hosts.get(0));
        System.out.println("the many hosts:      " + hosts.get(1));
      }
    }
    System.exit(0);
  }

  /// One after the other, until most of the code is compiled that a review takes, each on a
  /// connection of its own, so that those are there that reviews which wait will need: opening a
  /// hundred a second takes more of two cores than all else.
  void warmUp() throws IOException {
    byte[] body = healthy().review(0);
    for (int i = 0; i < CONNECTIONS; i++) {
      HttpsClient client = client();
      client.review("", body);
      idle.addFirst(client);
    }
  }

  Traffic healthy() {
    byte[] body = review("modest", List.of(healthy.authority() + "/shop/web:1"));
    return _ -> body;
  }

  Traffic failing() {
    return turn -> review("failing", List.of(failing.authority() + "/shop/app" + turn + ":1"));
  }

  Traffic hung() {
    return turn -> review("hung", List.of(hung.authority() + "/shop/app" + turn + ":1"));
  }

  /// Each review of five hosts of a thousand, none of which ever answers.
  Traffic manyHosts() {
    return turn -> review("greedy", hosts(5 * turn, 5));
  }

  /// The images of so many hosts.
  List<String> hosts(int from, int count) {
    return IntStream.range(from, from + count)
        .map(i -> i % 1_000)
        .mapToObj(
            i -> "127.1." + i / 250 + "." + (1 + i % 250) + ":" + silent.getLocalPort() + "/app:1")
        .toList();
  }

  long hungRequests() {
    return hung.count();
  }

  /// Sends all of it at the same rate for a while.
  List<Figures> run(Duration length, Traffic... traffics) throws Exception {
    int turns = Math.toIntExact(rate * length.toSeconds());
    List<long[]> latencies = new ArrayList<>();
    List<AtomicInteger> warned = new ArrayList<>();
    List<AtomicInteger> failed = new ArrayList<>();
    for (Traffic _ : traffics) {
      latencies.add(new long[turns]);
      warned.add(new AtomicInteger());
      failed.add(new AtomicInteger());
    }
    long start = System.nanoTime();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < turns; i++) {
        int turn = i;
        long due = start + i * Duration.ofSeconds(1).toNanos() / rate;
        while (System.nanoTime() < due) {
          LockSupport.parkNanos(due - System.nanoTime());
        }
        for (int t = 0; t < traffics.length; t++) {
          int traffic = t;
          threads.execute(() -> {
            byte[] body = traffics[traffic].review(turn);
            judge(answer(body), warned.get(traffic), failed.get(traffic));
            latencies.get(traffic)[turn] = System.nanoTime() - due;
          });
        }
      }
    }
    List<Figures> figures = new ArrayList<>();
    for (int t = 0; t < traffics.length; t++) {
      Arrays.sort(latencies.get(t));
      figures.add(new Figures(latencies.get(t), warned.get(t).get(), failed.get(t).get()));
    }
    return figures;
  }

  /// Sends one review, and says how long its answer took.
  Figures once(byte[] body) throws Exception {
    long start = System.nanoTime();
    AtomicInteger warned = new AtomicInteger();
    AtomicInteger failed = new AtomicInteger();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<String> answer = threads.submit(() -> answer(body));
      judge(answer.get(), warned, failed);
    }
    return new Figures(new long[] {System.nanoTime() - start}, warned.get(), failed.get());
  }

  private static void judge(String answer, AtomicInteger warned, AtomicInteger failed) {
    if (!answer.contains("\"allowed\":true")) {
      failed.incrementAndGet();
    } else if (answer.contains("\"warnings\":[\"")) {
      warned.incrementAndGet();
    }
  }

  /// On an idle connection or a new one, as kube-apiserver does; empty if there is none.
  private String answer(byte[] body) {
    HttpsClient client = idle.pollFirst();
    try {
      if (client == null) {
        client = client();
      }
      String answer = client.review("?timeout=" + TIMEOUT.toSeconds() + "s", body).body();
      idle.addFirst(client);
      return answer;
    } catch (IOException e) {
      return "";
    }
  }

  private HttpsClient client() throws IOException {
    int port = application.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    return new HttpsClient(trust, port);
  }

  static byte[] review(String namespace, List<String> images) {
    String containers =
        IntStream.range(0, images.size())
            .mapToObj(i -> "{\"name\":\"c%d\",\"image\":\"%s\"}".formatted(i, images.get(i)))
            .collect(Collectors.joining(","));
    return """
    {"kind": "AdmissionReview", "apiVersion": "admission.k8s.io/v1", "request": {
      "uid": "u-1", "operation": "CREATE", "namespace": "%s", "name": "web",
      "object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web"},
        "spec": {"containers": [%s]}}}}
    """
        .formatted(namespace, containers)
        .getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    for (HttpsClient client : idle) {
      client.close();
    }
    application.close();
    silent.close();
    List.of(healthy, failing, hung).forEach(TestRegistry::close);
    try (var files = Files.walk(dir)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
