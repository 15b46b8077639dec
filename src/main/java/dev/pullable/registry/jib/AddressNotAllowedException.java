package dev.pullable.registry.jib;

import java.net.ConnectException;

/// No connection was made, since the address is not one to connect to. As a [ConnectException] it
/// leaves the other addresses of a name to be tried.
final class AddressNotAllowedException extends ConnectException {
  private static final long serialVersionUID = 1;

  AddressNotAllowedException() {
    super("the address is not allowed");
  }
}
