package dev.pullable.registry.jib;

import java.net.UnknownHostException;

/// A name was not looked up, since too many others are being looked up.
final class TooManyLookupsException extends UnknownHostException {
  private static final long serialVersionUID = 1;

  TooManyLookupsException() {
    super("too many look-ups are under way");
  }
}
