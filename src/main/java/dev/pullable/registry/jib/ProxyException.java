package dev.pullable.registry.jib;

import java.io.IOException;

/// The proxy did not pass the request on; whatever its status, it says nothing of a registry.
final class ProxyException extends IOException {
  private static final long serialVersionUID = 1;

  private final int status;

  ProxyException(int status) {
    super("the proxy answers with status " + status);
    this.status = status;
  }

  int status() {
    return status;
  }
}
