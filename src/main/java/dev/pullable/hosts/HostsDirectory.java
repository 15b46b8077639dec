package dev.pullable.hosts;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.pullable.reference.ImageReference;
import dev.pullable.registry.Endpoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/// A node's `certs.d`, a directory with one for each registry. containerd reads it at every pull;
/// here an answer is good for a second. Safe for use by many threads.
public final class HostsDirectory {
  private static final Duration GOOD_FOR = Duration.ofSeconds(1);
  // Registries are named by whoever creates Pods.
  private static final int MOST_REGISTRIES = 500;

  private final Path root;
  private final Endpoints own;
  private final Cache<String, RegistryHosts> answers;

  /// @param root the directory; one that is not there says nothing about any registry
  /// @param own where a registry is dialled of which nothing else is said
  public HostsDirectory(Path root, Endpoints own, Ticker ticker) {
    this.root = root;
    this.own = own;
    this.answers =
        Caffeine.newBuilder()
            .maximumSize(MOST_REGISTRIES)
            .expireAfterWrite(GOOD_FOR)
            .ticker(ticker)
            .build();
  }

  /// The hosts that containerd asks for an image; throws nothing.
  public RegistryHosts hosts(ImageReference reference) {
    return answers.get(namespace(reference), namespace -> read(namespace, reference));
  }

  private RegistryHosts read(String namespace, ImageReference reference) {
    try {
      Optional<Path> found = directory(namespace);
      HostDirectory directory =
          found.isPresent() ? HostDirectory.read(found.get()) : HostDirectory.NONE;
      return directory.listed(namespace, own.of(reference));
    } catch (IOException | InvalidPathException e) {
      return new RegistryHosts.Unreadable(
          "what certs.d has for the registry cannot be read: " + e.getClass().getSimpleName());
    }
  }

  /// The first of the names under which containerd looks for a registry.
  // containerd: core/remotes/docker/config/hosts.go, HostDirFromRoot, and config_unix.go, hostPaths
  private Optional<Path> directory(String namespace) throws IOException {
    int colon = namespace.lastIndexOf(':');
    String underscored =
        namespace.substring(0, Math.max(colon, 0)) + "_" + namespace.substring(colon + 1) + "_";
    Stream<String> names = Stream.of(underscored, namespace, "_default").skip(colon > 0 ? 0 : 1);
    for (String name : names.toList()) {
      Path path = root.resolve(name);
      if (exists(path)) {
        return Optional.of(path);
      }
    }
    return Optional.empty();
  }

  // By its attributes, since Files.exists also says no where it may not look.
  private static boolean exists(Path path) throws IOException {
    try {
      Files.readAttributes(path, BasicFileAttributes.class);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /// The registry as containerd has it: what is before the first slash of the full reference.
  private static String namespace(ImageReference reference) {
    String path = reference.path();
    return reference.domain().isEmpty() ? path.substring(0, path.indexOf('/')) : reference.domain();
  }
}
