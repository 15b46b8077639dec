package dev.pullable.benchmark;

import dev.pullable.testregistry.TestAuthority;
import dev.pullable.testregistry.TestRegistry;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;

/// Reviews at a fixed rate, after a ramp of seconds that may lead up to it, whether or not the
/// earlier ones are answered, to a webhook of another process; the registry is in this one. A
/// latency counts from when the review was due, so that a webhook that stands still is charged for
/// all that should have been sent meanwhile.
final class SteadyLoad {
  private static final int RATE = Integer.getInteger("load.rate", 200);
  private static final Duration LENGTH = Duration.ofSeconds(Integer.getInteger("load.seconds", 60));
  private static final Duration RAMP = Duration.ofSeconds(Integer.getInteger("load.ramp", 0));
  private static final int IMAGES = Integer.getInteger("load.images", 5_000);
  // kube-apiserver's --max-mutating-requests-inflight: more never wait for webhooks at a time.
  private static final int CONNECTIONS = Integer.getInteger("load.connections", 200);
  private static final Duration START = Duration.ofMinutes(2);

  private final int port;
  private final SSLContext trusting;
  private final ManyImages images;
  private final int ramp = Math.toIntExact(RATE * RAMP.toSeconds() / 2);
  private final long[] latencies = new long[Math.toIntExact(ramp + RATE * LENGTH.toSeconds())];
  private final ConcurrentLinkedDeque<KeepAliveClient> idle = new ConcurrentLinkedDeque<>();
  private final Semaphore inFlight = new Semaphore(CONNECTIONS);
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger warned = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();

  private SteadyLoad(int port, Path caFile, ManyImages images) throws Exception {
    this.port = port;
    this.trusting = KeepAliveClient.trusting(caFile);
    this.images = images;
  }

  /// @param args a directory, where `registry.crt` is written for the webhook and from where
  ///   `ca.crt`, the webhook's own, is read once it listens; the registry's port; the webhook's
  public static void main(String[] args) throws Exception {
    Path dir = Path.of(args[0]);
    int port = Integer.parseInt(args[2]);
    TestAuthority authority = TestAuthority.create();
    try (TestRegistry registry =
        TestRegistry.start(authority.leaf().serverContext(), Integer.parseInt(args[1]))) {
      ManyImages images = new ManyImages(IMAGES, registry.authority());
      images.fill(registry);
      Files.writeString(dir.resolve("registry.crt"), authority.certificatePem());
      System.out.println("ready");
      awaitPort(port, dir.resolve("ca.crt"));
      SteadyLoad load = new SteadyLoad(port, dir.resolve("ca.crt"), images);
      load.run();
      load.report(registry.count());
      System.exit(load.failed.get() == 0 ? 0 : 1);
    }
  }

  private void run() {
    long start = System.nanoTime();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < latencies.length; i++) {
        int turn = i;
        long due = start + due(turn);
        while (System.nanoTime() < due) {
          LockSupport.parkNanos(due - System.nanoTime());
        }
        executor.execute(() -> review(turn, due));
      }
    }
  }

  private long due(int turn) {
    return turn < ramp
        ? (long) (RAMP.toNanos() * Math.sqrt((double) turn / ramp))
        : RAMP.toNanos() + (turn - ramp) * Duration.ofSeconds(1).toNanos() / RATE;
  }

  /// On an idle connection or a new one, as kube-apiserver does.
  private void review(int turn, long due) {
    inFlight.acquireUninterruptibly();
    try {
      KeepAliveClient client = idle.pollFirst();
      if (client == null) {
        connections.incrementAndGet();
        client = new KeepAliveClient(port, trusting);
      }
      String body = client.answer(KeepAliveClient.request(port, images.review(turn)));
      idle.addFirst(client);
      judge(turn, body);
    } catch (IOException e) {
      failed(turn, e.toString());
    } finally {
      inFlight.release();
    }
    latencies[turn] = System.nanoTime() - due;
  }

  private void judge(int turn, String body) {
    if (!body.contains("\"allowed\":true")) {
      failed(turn, body);
    } else if (body.contains("\"warnings\":[\"") && warned.getAndIncrement() == 0) {
      System.out.println("The first warning, of review " + turn + ": " + body);
    }
  }

  private void failed(int turn, String why) {
    if (failed.getAndIncrement() == 0) {
      System.out.println("The first failure, of review " + turn + ": " + why);
    }
  }

  private void report(long requests) {
    Arrays.sort(latencies, ramp, latencies.length);
    System.out.printf(
        "%d reviews at %d/s with %d images on %d connections: %d failed, %d warned;"
            + " %d requests to the registry%n",
        latencies.length, RATE, IMAGES, connections.get(), failed.get(), warned.get(), requests);
    System.out.printf(
        "latency in ms: p50 %d, p90 %d, p99 %d, p99.9 %d, max %d%n",
        millis(0.5), millis(0.9), millis(0.99), millis(0.999), millis(1));
  }

  private long millis(double part) {
    int index = ramp + (int) Math.ceil(part * (latencies.length - ramp)) - 1;
    return Duration.ofNanos(latencies[index]).toMillis();
  }

  private static void awaitPort(int port, Path caFile) throws InterruptedException {
    long end = System.nanoTime() + START.toNanos();
    while (System.nanoTime() < end) {
      try (Socket _ = new Socket("localhost", port)) {
        if (Files.exists(caFile)) {
          return;
        }
      } catch (IOException e) {
        // Not yet.
      }
      Thread.sleep(100);
    }
    throw new IllegalStateException("nothing listens on port " + port);
  }
}
