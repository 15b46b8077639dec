package dev.pullable.testregistry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Debian's docker-registry, run on a free loopback port with a folder of its own.
///
/// Its package's name is docker-registry; htpasswd, for [DockerRegistrySetup#user], is in
/// apache2-utils.
public final class DockerRegistry implements AutoCloseable {
  private static final Path BINARY = Path.of("/usr/bin/docker-registry");
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Pattern LISTENING = Pattern.compile("listening on 127\\.0\\.0\\.1:(\\d+)");
  private static final Pattern ACCESS = Pattern.compile("\"(\\S+) (\\S+) HTTP/[0-9.]+\" (\\d{3}) ");

  private final Path folder;
  private final Process process;
  private final Thread atExit;
  private final URI uri;

  private DockerRegistry(Path folder, Process process, boolean tls) {
    this.folder = folder;
    this.process = process;
    this.atExit = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(atExit);
    this.uri = URI.create((tls ? "https" : "http") + "://127.0.0.1:" + awaitPort());
  }

  public static boolean isInstalled() {
    return Files.isExecutable(BINARY);
  }

  /// An open registry over http.
  public static DockerRegistry start() {
    return setup().start();
  }

  /// What to start it with.
  public static DockerRegistrySetup setup() {
    return new DockerRegistrySetup();
  }

  static DockerRegistry start(Path folder, boolean tls) {
    try {
      Process process =
          new ProcessBuilder(BINARY.toString(), "serve", folder.resolve("config.yml").toString())
              .directory(folder.toFile())
              .redirectOutput(folder.resolve("access.log").toFile())
              .redirectError(folder.resolve("registry.log").toFile())
              .start();
      return new DockerRegistry(folder, process, tls);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Scheme and authority, without a trailing slash.
  public URI uri() {
    return uri;
  }

  /// Such as `127.0.0.1:34567`.
  public String authority() {
    return uri.getAuthority();
  }

  public int port() {
    return uri.getPort();
  }

  /// Every request answered so far as `METHOD path status`, the path with its query.
  ///
  /// The registry logs a request after it has answered, so that a test may have to wait for it.
  public List<String> accessLog() {
    List<String> requests = new ArrayList<>();
    for (String line : lines("access.log")) {
      Matcher access = ACCESS.matcher(line);
      if (access.find()) {
        requests.add(access.group(1) + " " + access.group(2) + " " + access.group(3));
      }
    }
    return List.copyOf(requests);
  }

  /// What it logs beside requests.
  public List<String> log() {
    return lines("registry.log");
  }

  /// It is given port 0 and logs the port it got, so that none can be taken in between.
  private int awaitPort() {
    Instant end = Instant.now().plus(PATIENCE);
    while (process.isAlive() && Instant.now().isBefore(end)) {
      Matcher listening = LISTENING.matcher(String.join("\n", log()));
      if (listening.find()) {
        return Integer.parseInt(listening.group(1));
      }
      pause();
    }
    List<String> log = log();
    String tail = String.join("\n", log.subList(Math.max(0, log.size() - 20), log.size()));
    close();
    throw new IllegalStateException("docker-registry does not start:\n" + tail);
  }

  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private List<String> lines(String file) {
    try {
      return Files.readAllLines(folder.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException _) {
      // The JVM is shutting down already, and runs the hook.
    }
    delete(folder);
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
