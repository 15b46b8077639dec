package dev.pullable.testregistry;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.pullable.reference.Digest;
import dev.pullable.registry.Endpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/// A registry in memory that speaks the OCI distribution protocol on a loopback port, asks for
/// credentials as told, and fails as told.
///
/// Repositories are named by prefix where [Auth] and faults are concerned: `team` stands for `team`
/// and all below `team/`, the empty prefix for everything, `/v2/` itself included.
public final class TestRegistry implements AutoCloseable {
  private static final int BACKLOG = 4096;

  static {
    // Read once, when the JDK's server is first used; else answers wait for delayed ACKs (40 ms),
    // and no more than 200 connections are kept alive.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("sun.net.httpserver.maxIdleConnections", "20000");
  }

  private final HttpServer server;
  private final boolean tls;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final Repositories repositories = new Repositories();
  private final AuthRules auths = new AuthRules();
  private final TokenEndpoint tokens = new TokenEndpoint(auths, repositories::exists);
  private final List<FaultRule> faults = new CopyOnWriteArrayList<>();
  private final RequestLog log = new RequestLog();

  private TestRegistry(@Nullable SSLContext context, int port, boolean clientCertificate)
      throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port);
    this.tls = context != null;
    if (context == null) {
      this.server = HttpServer.create(address, BACKLOG);
    } else {
      HttpsServer https = HttpsServer.create(address, BACKLOG);
      https.setHttpsConfigurator(configurator(context, clientCertificate));
      this.server = https;
    }
    Gate gate = new Gate(auths, tokens, repositories::exists, uri() + "/token");
    HttpHandler handler = new RegistryHandler(log, gate, tokens, repositories, faults);
    server.createContext("/v2", handler);
    server.createContext("/token", handler);
    server.setExecutor(executor);
    server.start();
  }

  private static HttpsConfigurator configurator(SSLContext context, boolean clientCertificate) {
    return new HttpsConfigurator(context) {
      @Override
      public void configure(HttpsParameters parameters) {
        SSLParameters tls = context.getDefaultSSLParameters();
        tls.setNeedClientAuth(clientCertificate);
        parameters.setSSLParameters(tls);
      }
    };
  }

  /// Over http, on a free port.
  public static TestRegistry start() {
    return start(null, 0);
  }

  /// Over TLS, on a free port.
  public static TestRegistry start(SSLContext context) {
    return start(context, 0);
  }

  /// @param context null for http
  /// @param port 0 for a free one
  public static TestRegistry start(@Nullable SSLContext context, int port) {
    return start(context, port, false);
  }

  /// Over TLS, on a free port, for clients only who show a certificate that the context trusts.
  public static TestRegistry startForKnownClients(SSLContext context) {
    return start(context, 0, true);
  }

  private static TestRegistry start(
      @Nullable SSLContext context, int port, boolean clientCertificate) {
    try {
      return new TestRegistry(context, port, clientCertificate);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /// Such as `127.0.0.1:34567`.
  public String authority() {
    return authority("127.0.0.1");
  }

  /// The same registry under another name of this machine.
  public String authority(String host) {
    return host + ":" + port();
  }

  /// Scheme and authority, without a trailing slash.
  public URI uri() {
    return URI.create((tls ? "https://" : "http://") + authority());
  }

  public Endpoint endpoint() {
    return new Endpoint(authority(), tls ? Endpoint.Transport.TLS : Endpoint.Transport.PLAIN);
  }

  /// Stores a manifest with all that it refers to, and tags it; no request is made.
  public Digest push(String repository, String tag, BuiltManifest manifest) {
    Digest digest = push(repository, manifest);
    repositories.tag(repository, tag, digest.toString());
    return digest;
  }

  /// Stores a manifest with all that it refers to, without a tag.
  public Digest push(String repository, BuiltManifest manifest) {
    manifest.children().forEach(child -> push(repository, child));
    manifest.blobs().forEach((digest, blob) -> repositories.putBlob(repository, digest, blob));
    String digest = manifest.digest().toString();
    repositories.putManifest(
        repository, new Repositories.Stored(digest, manifest.mediaType(), manifest.bytes()));
    return manifest.digest();
  }

  public void untag(String repository, String tag) {
    repositories.untag(repository, tag);
  }

  public void delete(String repository) {
    repositories.delete(repository);
  }

  public TestRegistry auth(String prefix, Auth auth) {
    auths.put(prefix, auth);
    return this;
  }

  /// What makes this registry's tokens from now on; at first they are random.
  public TestRegistry mint(TokenMint mint) {
    tokens.mint(mint);
    return this;
  }

  /// Makes `POST` and `GET` of a path on this server give another registry's tokens, so that a
  /// realm on another host can be tried.
  public URI tokensOf(TestRegistry other, String path) {
    route(
        path,
        new RegistryHandler(
            log,
            new Gate(auths, tokens, repositories::exists, uri() + path),
            other.tokens,
            repositories,
            faults));
    return uri().resolve(path);
  }

  /// Adds a path of the test's own to the server; it is neither logged nor guarded.
  public void route(String path, HttpHandler handler) {
    server.createContext(path, handler);
  }

  /// Lets a fault befall all requests for the repositories under a prefix.
  public TestRegistry fault(String prefix, Fault fault) {
    on(prefix).fault(fault);
    return this;
  }

  /// Lets a fault befall the token endpoint.
  public TestRegistry tokenFault(Fault fault) {
    onToken().fault(fault);
    return this;
  }

  /// The start of a rule that ends with [FaultRule#fault].
  public FaultRule on(String prefix) {
    return new FaultRule(
        faults,
        request ->
            request.kind() != RequestKind.TOKEN && AuthRules.isUnder(request.repository(), prefix));
  }

  /// The start of a rule for the token endpoint.
  public FaultRule onToken() {
    return new FaultRule(faults, request -> request.kind() == RequestKind.TOKEN);
  }

  public void clearFaults() {
    faults.clear();
  }

  /// Every request since the log was cleared, in order of arrival.
  public List<LoggedRequest> requests() {
    return log.requests();
  }

  /// Those for exactly this repository.
  public List<LoggedRequest> requests(String repository) {
    return log.requests().stream()
        .filter(request -> request.repository().equals(repository))
        .toList();
  }

  /// Those for the token endpoint.
  public List<LoggedRequest> tokenRequests() {
    return log.requests().stream().filter(request -> request.kind() == RequestKind.TOKEN).toList();
  }

  /// Switches the log of requests; counters count in any case.
  public TestRegistry logging(boolean on) {
    log.logging(on);
    return this;
  }

  /// Clears log and counters.
  public void clearLog() {
    log.clear();
  }

  public long count() {
    return log.count();
  }

  public long count(RequestKind kind, String method) {
    return log.count(kind, method);
  }

  /// Requests that were received and not answered yet, and the most there were since the log was
  /// cleared.
  public int inFlight() {
    return log.inFlight();
  }

  public int peakInFlight() {
    return log.peak();
  }

  @Override
  public void close() {
    executor.shutdownNow();
    server.stop(0);
    executor.close();
  }
}
