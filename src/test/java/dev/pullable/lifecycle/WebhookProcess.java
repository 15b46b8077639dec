package dev.pullable.lifecycle;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/// The webhook as it is really started: `serve`, in a process of its own, on free ports.
public final class WebhookProcess implements AutoCloseable {
  private static final Pattern PORT =
      Pattern.compile("(Reviewing|Probes and metrics) on port (\\d+)");
  private static final Duration START = Duration.ofMinutes(2);
  private static final HttpClient PROBES = HttpClient.newHttpClient();

  private final Process process;
  private final Queue<String> log = new ConcurrentLinkedQueue<>();
  private final CompletableFuture<Integer> port = new CompletableFuture<>();
  private final CompletableFuture<Integer> managementPort = new CompletableFuture<>();

  private WebhookProcess(Process process) {
    this.process = process;
    // Not a virtual one: reading a pipe keeps its carrier, of which there are as many as cores.
    Thread.ofPlatform().daemon().start(this::read);
  }

  /// Starts it, and returns at once.
  ///
  /// @param cluster the directory of YAML files
  /// @param settings more of Spring Boot's arguments
  public static WebhookProcess start(Path cluster, List<String> settings) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-Xmx160m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("dev.pullable.Main", "serve"));
    command.addAll(List.of("--server.port=0", "--management.server.port=0"));
    command.add("--pullable.cluster.mode=directory");
    command.add("--pullable.cluster.directory=" + cluster);
    command.addAll(settings);
    return new WebhookProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  /// Waits until the readiness probe succeeds.
  public WebhookProcess awaitReady() {
    Awaitility.await()
        .atMost(START)
        .pollInterval(Duration.ofMillis(20))
        .failFast(() -> {
          if (!process.isAlive()) {
            throw new AssertionError("ended with " + process.exitValue() + ":\n" + text());
          }
        })
        .until(() -> isReady().orElse(false));
    return this;
  }

  /// Whether the readiness probe succeeds; empty if it is not answered in time, which a kubelet
  /// takes for a failure only if it happens several times.
  public Optional<Boolean> isReady() {
    if (!managementPort.isDone()) {
      return Optional.of(false);
    }
    try {
      return Optional.of(probe("/actuator/health/readiness", managementPort.join()) == 200);
    } catch (HttpTimeoutException e) {
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(false);
    }
  }

  private static int probe(String path, int port) throws IOException {
    URI uri = URI.create("http://localhost:" + port + path);
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build();
    try {
      return PROBES.send(request, BodyHandlers.discarding()).statusCode();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /// The port for reviews, waited for.
  public int port() {
    return port.orTimeout(START.toSeconds(), TimeUnit.SECONDS).join();
  }

  /// Sends SIGTERM and waits for the end.
  ///
  /// @return the exit code
  public int terminate(Duration most) throws InterruptedException {
    process.destroy();
    if (!process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("still running " + most + " after SIGTERM:\n" + text());
    }
    return process.exitValue();
  }

  /// What it has written so far.
  public String text() {
    return String.join("\n", log);
  }

  private void read() {
    try (BufferedReader out = process.inputReader()) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        log.add(line);
        Matcher found = PORT.matcher(line);
        if (found.find()) {
          var owner = found.group(1).startsWith("Rev") ? port : managementPort;
          owner.complete(Integer.parseInt(found.group(2)));
        }
      }
    } catch (IOException e) {
      // It was killed.
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
