package com.google.cloud.tools.jib.http;

import com.google.api.client.http.HttpTransport;

/// The one class in a foreign package: jib keeps the constructor that takes a transport, and that
/// does not retry, to its own package. Without it every exchange opens a connection of its own, and
/// a failed DNS look-up is retried for 50 seconds.
public final class TransportBridge {
  private TransportBridge() {}

  /// A client for one exchange over the given transport: https only, no failover, no retries.
  /// Cheap; never kept, since it remembers every response it made.
  public static FailoverHttpClient client(HttpTransport transport) {
    return new FailoverHttpClient(
        false, false, event -> {}, () -> transport, () -> transport, false);
  }
}
