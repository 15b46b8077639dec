package dev.pullable.registry.jib;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/// A port of every address of this machine that nobody should connect to.
final class Canary implements AutoCloseable {
  private final ServerSocket listener = new ServerSocket(0);
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger own = new AtomicInteger();

  Canary() throws IOException {
    Thread.startVirtualThread(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try (Socket socket = listener.accept()) {
        if (socket.getInputStream().read() == 'x') {
          own.incrementAndGet();
        } else {
          connections.incrementAndGet();
        }
      } catch (IOException e) {
        connections.incrementAndGet();
      }
    }
  }

  /// How many connections there were up to now. They are noticed in their order, so that one of its
  /// own tells that those before it were.
  int connections() throws IOException {
    int before = own.get();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
      socket.getOutputStream().write('x');
      Awaitility.await().until(() -> own.get() > before);
    }
    return connections.get();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
