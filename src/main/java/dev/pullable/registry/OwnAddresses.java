package dev.pullable.registry;

import java.net.InetAddress;

/// The addresses of the cluster's control and of this process. Asked for each connection; must not
/// block.
public interface OwnAddresses {
  /// None is known.
  OwnAddresses NONE =
      new OwnAddresses() {
        @Override
        public boolean isApiServer(InetAddress address, int port) {
          return false;
        }

        @Override
        public boolean isOwn(InetAddress address) {
          return false;
        }
      };

  /// Whether the cluster's API server listens there.
  boolean isApiServer(InetAddress address, int port);

  /// Whether it is an address of this machine or Pod, or of the Service before it.
  boolean isOwn(InetAddress address);
}
