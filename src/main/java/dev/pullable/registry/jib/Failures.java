package dev.pullable.registry.jib;

import com.google.common.base.Throwables;
import dev.pullable.deadline.Deadline;
import dev.pullable.registry.Refusal;
import dev.pullable.registry.Refusal.Unreachable.Cause;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.util.zip.ZipException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.http.HttpException;
import org.apache.http.client.ClientProtocolException;
import org.apache.http.conn.ConnectTimeoutException;
import org.apache.http.conn.ConnectionPoolTimeoutException;

/// From an exception of the HTTP stack to what it means.
final class Failures {
  private Failures() {}

  /// @param host the host that was being asked
  static Refusal refusal(Throwable e, String host, Deadline deadline) {
    // Says of us that we are busy, and nothing of the host; whatever the time.
    if (e instanceof ConnectionPoolTimeoutException
        || e instanceof TooManyLookupsException
        || e instanceof NoRoomException) {
      return new Refusal.Busy();
    }
    // HttpClient wraps it, and more than once.
    if (Throwables.getCausalChain(e).stream()
        .anyMatch(AddressNotAllowedException.class::isInstance)) {
      return new Refusal.AddressNotAllowed(host);
    }
    if (deadline.isOver()) {
      return new Refusal.DeadlineExceeded();
    }
    return switch (e) {
      case BodyTooLargeException big ->
          new Refusal.Misbehaved("answers with more than " + big.limit() / 1024 + " KiB");
      case ConnectTimeoutException slow -> unreachable(Cause.CONNECT_TIMEOUT, host);
      case SocketTimeoutException slow -> new Refusal.DeadlineExceeded();
      case UnknownHostException unknown -> unreachable(Cause.DNS, host);
      case ConnectException refused -> unreachable(Cause.CONNECTION_REFUSED, host);
      case NoRouteToHostException noRoute -> unreachable(Cause.CONNECTION_REFUSED, host);
      case SSLException tls -> unreachable(tlsCause(tls), host);
      case ZipException zip -> new Refusal.Misbehaved("answers with broken gzip");
      case ClientProtocolException protocol -> new Refusal.Misbehaved("does not speak HTTP");
      case HttpException protocol -> new Refusal.Misbehaved("does not speak HTTP");
      case java.io.IOException lost -> unreachable(Cause.CONNECTION_LOST, host);
      default -> new Refusal.Misbehaved("answers with something that cannot be read");
    };
  }

  private static Refusal unreachable(Cause cause, String host) {
    return new Refusal.Unreachable(cause, host);
  }

  private static Cause tlsCause(SSLException e) {
    if (e instanceof SSLPeerUnverifiedException) {
      return Cause.TLS_UNTRUSTED;
    }
    // The JDK's only sign that the peer's first bytes were no TLS record.
    String message = e.getMessage();
    if (message != null && message.contains("Unsupported or unrecognized SSL message")) {
      return Cause.NOT_TLS;
    }
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof GeneralSecurityException) {
        return Cause.TLS_UNTRUSTED;
      }
      if (cause instanceof java.io.EOFException) {
        return Cause.CONNECTION_LOST;
      }
    }
    return Cause.TLS_FAILED;
  }
}
