package dev.pullable.benchmark;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.pullable.app.WebhookApplication;
import dev.pullable.testregistry.TestAuthority;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import org.springframework.boot.web.server.context.WebServerApplicationContext;

/// A server in a process of its own, so that its CPU time can be told from its clients'. It ends
/// when its standard input does.
final class ServerProcess implements AutoCloseable {
  private static final byte[] ALLOWED =
      """
      {"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview",\
      "response":{"allowed":true,"uid":"0df28fbd-5f5f-11e8-bc74-36e6bb280816"}}\
      """
          .getBytes(StandardCharsets.UTF_8);
  private static final String READY = "listening on ";

  private final Process process;
  private final int port;

  private ServerProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /// The webhook, with Spring Boot's arguments.
  static ServerProcess webhook(List<String> settings) throws IOException {
    List<String> arguments = new ArrayList<>(settings);
    arguments.addFirst("webhook");
    return start(arguments);
  }

  /// The JDK's HTTPS server, one virtual thread a request, which reads the body and answers the
  /// same whatever it is.
  static ServerProcess bare(Path caFile) throws IOException {
    return start(List.of("bare", caFile.toString()));
  }

  private static ServerProcess start(List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-Xmx160m"));
    command.addAll(List.of("-Dsun.net.httpserver.nodelay=true"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(ServerProcess.class.getName());
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader out = process.inputReader();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith(READY)) {
        return new ServerProcess(process, Integer.parseInt(line.substring(READY.length())));
      }
      System.err.println(line);
    }
    throw new IllegalStateException("the server did not start");
  }

  int port() {
    return port;
  }

  /// The CPU time that it has used, in steps of 10 ms on Linux.
  long cpuNanos() {
    return process.info().totalCpuDuration().orElseThrow().toNanos();
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
  }

  /// The process itself.
  public static void main(String[] args) throws Exception {
    int port =
        switch (args[0]) {
          case "webhook" -> serveWebhook(List.of(args).subList(1, args.length));
          case "bare" -> serveBare(Path.of(args[1]));
          default -> throw new IllegalArgumentException(args[0]);
        };
    System.out.println(READY + port);
    System.in.readAllBytes();
    System.exit(0);
  }

  private static int serveWebhook(List<String> settings) {
    var context = WebhookApplication.run(settings.toArray(String[]::new));
    return ((WebServerApplicationContext) context).getWebServer().getPort();
  }

  private static int serveBare(Path caFile) throws IOException {
    TestAuthority authority = TestAuthority.create();
    Files.writeString(caFile, authority.certificatePem());
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(authority.leaf().serverContext()));
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/validate", ServerProcess::answer);
    server.start();
    return server.getAddress().getPort();
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, ALLOWED.length);
      exchange.getResponseBody().write(ALLOWED);
    }
  }
}
