package dev.pullable.app;

import dev.pullable.registry.OwnAddresses;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The addresses of the API server, of the Service before this process and of its own interfaces.
/// Names are looked up again each minute, and keep their last addresses while they cannot be.
final class ClusterAddresses implements OwnAddresses, AutoCloseable {
  private static final int SECONDS_BETWEEN = 60;
  private static final int MOST_SECONDS_AT_START = 2;

  private final ScheduledExecutorService lookups =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("cluster-addresses").factory());

  private final List<InetSocketAddress> apiServers;
  private final List<String> services;
  private volatile Set<InetSocketAddress> apiServerAddresses = Set.of();
  private volatile Set<InetAddress> serviceAddresses = Set.of();

  /// @param apiServers hosts and ports, not looked up yet
  /// @param services the names of the Service before this process
  ClusterAddresses(List<InetSocketAddress> apiServers, List<String> services) {
    this.apiServers = List.copyOf(apiServers);
    this.services = List.copyOf(services);
    waitFor(lookups.submit(this::lookUpApiServers));
    Future<?> _ =
        lookups.scheduleWithFixedDelay(this::lookUp, 0, SECONDS_BETWEEN, TimeUnit.SECONDS);
  }

  @Override
  public boolean isApiServer(InetAddress address, int port) {
    return apiServerAddresses.contains(new InetSocketAddress(address, port));
  }

  @Override
  public boolean isOwn(InetAddress address) {
    try {
      return serviceAddresses.contains(address)
          || NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException _) {
      return false;
    }
  }

  /// A name server that hangs must not keep the process from starting.
  private static void waitFor(Future<?> lookup) {
    try {
      lookup.get(MOST_SECONDS_AT_START, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException _) {
      // It is looked up again.
    }
  }

  private void lookUp() {
    lookUpApiServers();
    Set<InetAddress> found = new HashSet<>();
    for (String service : services) {
      found.addAll(addresses(service));
    }
    if (!found.isEmpty()) {
      serviceAddresses = Set.copyOf(found);
    }
  }

  private void lookUpApiServers() {
    Set<InetSocketAddress> found = new HashSet<>();
    for (InetSocketAddress server : apiServers) {
      for (InetAddress address : addresses(server.getHostString())) {
        found.add(new InetSocketAddress(address, server.getPort()));
      }
    }
    if (!found.isEmpty()) {
      apiServerAddresses = Set.copyOf(found);
    }
  }

  private static List<InetAddress> addresses(String host) {
    try {
      return List.of(InetAddress.getAllByName(host));
    } catch (UnknownHostException _) {
      return List.of();
    }
  }

  @Override
  public void close() {
    lookups.shutdownNow();
  }
}
