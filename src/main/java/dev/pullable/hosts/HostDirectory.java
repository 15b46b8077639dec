package dev.pullable.hosts;

import dev.pullable.registry.Endpoint;
import dev.pullable.registry.Endpoint.Transport;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What a directory of `certs.d` says: its `hosts.toml`, or where that is not there, empty or not
/// valid, its certificate files.
///
/// @param hosts in order
/// @param older what releases of containerd use that pass over the file
/// @param problem why the file was passed over; null if it was not
record HostDirectory(
    List<HostConfig> hosts, List<HostConfig> older, Set<Doubt> doubts, @Nullable String problem) {

  /// No directory at all.
  static final HostDirectory NONE = of(HostConfig.of(List.of(), List.of()));

  private static final Set<Doubt> PASSED_OVER = Set.of(Doubt.NO_HOST_TABLE, Doubt.REFERRERS);
  private static final int LONGEST_FILE = 256 * 1024;

  // containerd: core/remotes/docker/config/hosts.go, loadHostDir
  static HostDirectory read(Path directory) throws IOException {
    byte[] toml = file(directory.resolve("hosts.toml"));
    if (toml.length == 0) {
      return of(DockerCertificates.read(directory));
    }
    try {
      HostsFile file = HostsFile.parse(toml, directory.toString());
      boolean passedOver = !Collections.disjoint(file.doubts(), PASSED_OVER);
      List<HostConfig> older =
          passedOver ? List.of(DockerCertificates.read(directory)) : file.hosts();
      return new HostDirectory(file.hosts(), older, file.doubts(), null);
    } catch (MalformedHostsFile e) {
      List<HostConfig> instead = List.of(DockerCertificates.read(directory));
      return new HostDirectory(instead, instead, Set.of(Doubt.FILE_PASSED_OVER), e.problem());
    }
  }

  /// @param own where the registry is dialled if nothing else is said
  // containerd: core/remotes/docker/config/hosts.go, ConfigureHosts
  RegistryHosts.Listed listed(String namespace, List<Endpoint> own) {
    List<RegistryHost> listed = complete(hosts, namespace, own);
    Set<Doubt> open = EnumSet.noneOf(Doubt.class);
    open.addAll(doubts);
    if (listed.equals(complete(older, namespace, own))) {
      open.removeAll(PASSED_OVER);
    }
    if (listed.stream().anyMatch(host -> differsInPlainHttp(host, own))) {
      open.add(Doubt.PLAIN_HTTP);
    }
    return new RegistryHosts.Listed(listed, open, problem);
  }

  private static List<RegistryHost> complete(
      List<HostConfig> hosts, String namespace, List<Endpoint> own) {
    int last = hosts.size() - 1;
    return IntStream.rangeClosed(0, last)
        .mapToObj(i -> i == last ? hosts.get(i).orOwn(own) : hosts.get(i))
        .map(host -> host.host(namespace))
        .toList();
  }

  /// Early releases ask a loopback host by plain http, even at port 443, unless a scheme is
  /// written.
  private static boolean differsInPlainHttp(RegistryHost host, List<Endpoint> own) {
    return switch (host.scheme()) {
      case HTTPS_THEN_HTTP -> true;
      case HTTPS -> isUnwrittenLoopback(host, own.getFirst());
      case HTTP, NONE -> false;
    };
  }

  /// Another port than 443 is asked over TLS alone only where that is written.
  private static boolean isUnwrittenLoopback(RegistryHost host, Endpoint own) {
    return own.transport() == Transport.TLS_UNVERIFIED
        && own.authority().equals(host.authority())
        && (host.authority().endsWith(":443") || !host.authority().matches(".*:[0-9]+"))
        && !host.mirror();
  }

  private static HostDirectory of(HostConfig host) {
    return new HostDirectory(List.of(host), List.of(host), Set.of(), null);
  }

  private static byte[] file(Path file) throws IOException {
    try {
      // A pipe would hold the reader up.
      if (!Files.readAttributes(file, BasicFileAttributes.class).isRegularFile()) {
        throw new FileSystemException("hosts.toml", null, "not a regular file");
      }
      return bytes(file);
    } catch (NoSuchFileException e) {
      return new byte[0];
    }
  }

  private static byte[] bytes(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LONGEST_FILE + 1);
      if (bytes.length > LONGEST_FILE) {
        throw new FileSystemException("hosts.toml", null, "longer than " + LONGEST_FILE + " bytes");
      }
      return bytes;
    }
  }
}
