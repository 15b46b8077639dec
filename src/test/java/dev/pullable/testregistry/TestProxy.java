package dev.pullable.testregistry;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A proxy that connects to one port of this machine whatever host is asked for, by CONNECT and for
/// URLs, and remembers what it was sent.
public final class TestProxy implements AutoCloseable {
  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final List<List<String>> heads = new CopyOnWriteArrayList<>();
  private final int target;
  private final String refusal;

  private TestProxy(int target, String refusal) throws IOException {
    this.target = target;
    this.refusal = refusal;
    Thread.startVirtualThread(this::accept);
  }

  /// A proxy to a port.
  public static TestProxy to(int port) throws IOException {
    return new TestProxy(port, "");
  }

  /// A proxy that gives everybody the same answer, such as `403 Forbidden`.
  public static TestProxy refusing(String status) throws IOException {
    return new TestProxy(0, status);
  }

  public String authority() {
    return "127.0.0.1:" + listener.getLocalPort();
  }

  /// The lines of each request's head that was for the proxy.
  public List<List<String>> heads() {
    return heads;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        sockets.add(socket);
        Thread.startVirtualThread(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      List<String> head = head(client.getInputStream());
      heads.add(head);
      if (!refusal.isEmpty()) {
        write(client, "HTTP/1.1 " + refusal + "\r\nContent-Length: 0\r\n\r\n");
        return;
      }
      try (Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
        sockets.add(server);
        if (head.getFirst().startsWith("CONNECT ")) {
          write(client, "HTTP/1.1 200 Connected\r\n\r\n");
        } else {
          write(server, forwarded(head));
        }
        Thread back = Thread.startVirtualThread(() -> pump(server, client));
        pump(client, server);
        back.join();
      }
    } catch (IOException e) {
      // Either side went away.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// The request as the server wants it: with a path for its URL, and nothing that was for us.
  private static String forwarded(List<String> head) {
    List<String> lines = new ArrayList<>(head);
    lines.set(0, head.getFirst().replaceFirst(" http://[^/]+", " "));
    lines.removeIf(line -> line.regionMatches(true, 0, "Proxy-", 0, 6));
    return String.join("\r\n", lines) + "\r\n\r\n";
  }

  private static List<String> head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int read = in.read();
      if (read < 0) {
        throw new IOException("the client went away");
      }
      head.append((char) read);
    }
    return head.toString().strip().lines().toList();
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  private static void pump(Socket from, Socket to) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[8192];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        out.write(buffer, 0, read);
        out.flush();
      }
      to.shutdownOutput();
    } catch (IOException e) {
      // Either side went away.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
