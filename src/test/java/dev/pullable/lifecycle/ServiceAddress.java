package dev.pullable.lifecycle;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// One address before several processes, as a Service is by kube-proxy: new connections go to those
/// that were ready a while ago, in turn, and connections that are there stay where they are.
final class ServiceAddress implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);

  private final ServerSocket listener;
  private final Duration delay;
  private final List<Endpoint> endpoints = new CopyOnWriteArrayList<>();
  private final AtomicInteger turn = new AtomicInteger();
  private final ScheduledExecutorService follower = Executors.newSingleThreadScheduledExecutor();

  /// @param delay how much later than the readiness probe a change takes effect
  ServiceAddress(Duration delay) throws IOException {
    this.delay = delay;
    this.listener = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
    follower.scheduleWithFixedDelay(
        () -> endpoints.forEach(this::follow), 0, POLL.toMillis(), TimeUnit.MILLISECONDS);
  }

  int port() {
    return listener.getLocalPort();
  }

  void add(WebhookProcess process) {
    endpoints.add(new Endpoint(process));
  }

  void remove(WebhookProcess process) {
    endpoints.removeIf(it -> it.process == process);
  }

  /// How many connections have been led to a process.
  int connections(WebhookProcess process) {
    return endpoints.stream()
        .filter(it -> it.process == process)
        .mapToInt(it -> it.connections.get())
        .sum();
  }

  boolean leadsTo(WebhookProcess process) {
    return endpoints.stream().anyMatch(it -> it.process == process && it.listed);
  }

  private void follow(Endpoint endpoint) {
    boolean ready = endpoint.process.isReady().orElse(endpoint.ready);
    if (ready != endpoint.ready) {
      endpoint.ready = ready;
      follower.schedule(() -> endpoint.listed = ready, delay.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Thread.ofVirtual().start(() -> lead(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void lead(Socket client) {
    List<Endpoint> listed = endpoints.stream().filter(it -> it.listed).toList();
    try (client) {
      if (listed.isEmpty()) {
        return;
      }
      Endpoint chosen = listed.get(Math.floorMod(turn.getAndIncrement(), listed.size()));
      chosen.connections.incrementAndGet();
      try (Socket server = new Socket(InetAddress.getLoopbackAddress(), chosen.process.port())) {
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        Thread up = Thread.ofVirtual().start(() -> pump(client, server));
        pump(server, client);
        up.join();
      }
    } catch (IOException e) {
      // The client sees its connection closed, as it would by kube-proxy.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void pump(Socket from, Socket to) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      in.transferTo(out);
      to.shutdownOutput();
    } catch (IOException e) {
      close(from);
      close(to);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is as closed as it gets.
    }
  }

  @Override
  public void close() throws IOException {
    follower.shutdownNow();
    listener.close();
  }

  private static final class Endpoint {
    final WebhookProcess process;
    final AtomicInteger connections = new AtomicInteger();
    volatile boolean ready;
    volatile boolean listed;

    Endpoint(WebhookProcess process) {
      this.process = process;
    }
  }
}
