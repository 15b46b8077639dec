import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// What a webhook in a container has around it: a name server, which knows `registry.test`, and a
/// registry of that name over TLS, which has `shop/web:1.0`. Needs a network of its own for port
/// 53.
///
/// Arguments: a PKCS#12 file for the registry, its password.
class Neighbours {
  private static final int DNS = 53;
  private static final int REGISTRY = 5000;
  private static final byte[] NAME = "\10registry\4test\0".getBytes(StandardCharsets.US_ASCII);
  private static final int HEADER = 12;
  private static final int A = 1;
  private static final int NO_SUCH_NAME = 0x8183;
  private static final int FOUND = 0x8180;
  private static final String INDEX = "application/vnd.oci.image.index.v1+json";
  private static final byte[] MANIFESTS =
      """
      {"schemaVersion": 2, "mediaType": "%s", "manifests": [
        {"mediaType": "application/vnd.oci.image.manifest.v1+json", "size": 500,
         "digest": "sha256:%s", "platform": {"os": "linux", "architecture": "amd64"}}]}
      """
          .formatted(INDEX, "a".repeat(64))
          .getBytes(StandardCharsets.UTF_8);

  static void main(String[] args) throws Exception {
    HttpsServer registry = HttpsServer.create(new InetSocketAddress("127.0.0.1", REGISTRY), 0);
    registry.setHttpsConfigurator(new HttpsConfigurator(tls(Path.of(args[0]), args[1])));
    registry.createContext("/v2/", Neighbours::answer);
    registry.start();
    try (DatagramSocket socket = new DatagramSocket(DNS, InetAddress.getByName("127.0.0.1"))) {
      System.out.println("ready");
      while (true) {
        DatagramPacket query = new DatagramPacket(new byte[512], 512);
        socket.receive(query);
        byte[] answer = answer(Arrays.copyOf(query.getData(), query.getLength()));
        socket.send(new DatagramPacket(answer, answer.length, query.getSocketAddress()));
      }
    }
  }

  /// RFC 1035, section 4: the question back, with 127.0.0.1 where an address of the name was asked.
  private static byte[] answer(byte[] query) {
    int end = HEADER;
    while (query[end] != 0) {
      end += query[end] + 1;
    }
    byte[] name = Arrays.copyOfRange(query, HEADER, end + 1);
    int type = ByteBuffer.wrap(query).getShort(end + 1);
    boolean known = Arrays.equals(name, NAME);
    boolean address = known && type == A;
    byte[] question = Arrays.copyOfRange(query, HEADER, end + 5);
    ByteBuffer answer = ByteBuffer.allocate(512);
    answer.put(query, 0, 2).putShort((short) (known ? FOUND : NO_SUCH_NAME));
    answer.putShort((short) 1).putShort((short) (address ? 1 : 0)).putInt(0).put(question);
    if (address) {
      answer.putShort((short) (0xc000 | HEADER)).putShort((short) A).putShort((short) 1);
      answer.putInt(60).putShort((short) 4).put(new byte[] {127, 0, 0, 1});
    }
    return Arrays.copyOf(answer.array(), answer.position());
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      boolean there = path.endsWith("/manifests/1.0") || path.endsWith(digest());
      if (path.endsWith("/tags/list")) {
        send(exchange, 200, "application/json", "{\"name\": \"shop/web\", \"tags\": [\"1.0\"]}");
      } else if (there) {
        exchange.getResponseHeaders().set("Docker-Content-Digest", digest());
        send(exchange, 200, INDEX, new String(MANIFESTS, StandardCharsets.UTF_8));
      } else {
        send(exchange, 404, "application/json", "{\"errors\": [{\"code\": \"MANIFEST_UNKNOWN\"}]}");
      }
    }
  }

  private static void send(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", String.valueOf(body.length));
      exchange.sendResponseHeaders(status, -1);
    } else {
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static String digest() {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(MANIFESTS);
      return "sha256:" + HexFormat.of().formatHex(hash);
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static SSLContext tls(Path file, String password) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, password.toCharArray());
    }
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, password.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }
}
