package dev.pullable.app;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.pullable.advice.SearchedRegistries;
import dev.pullable.hosts.ConfiguredRoutes;
import dev.pullable.hosts.HostsDirectory;
import dev.pullable.platform.NodeEligibility;
import dev.pullable.platform.NodePlatforms;
import dev.pullable.platform.Platform;
import dev.pullable.policy.Limits;
import dev.pullable.registry.AddressRange;
import dev.pullable.registry.AddressRules;
import dev.pullable.registry.EgressProxies;
import dev.pullable.registry.Endpoints;
import dev.pullable.registry.KnownTokenServers;
import dev.pullable.registry.OwnAddresses;
import dev.pullable.registry.Routes;
import dev.pullable.registry.TokenServer;
import dev.pullable.registry.UndeclaredMirrors;
import dev.pullable.registry.jib.RegistrySettings;
import dev.pullable.resolution.Wanted;
import dev.pullable.tls.ServingNames;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.List;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/// From the configuration's words to the domain's.
final class Settings {
  private Settings() {}

  static NodeEligibility nodeEligibility(NodePlatforms nodes, PullableProperties.Nodes settings) {
    List<Platform> platforms = settings.platforms().stream().map(Settings::platform).toList();
    return new NodeEligibility(nodes, platforms, settings.autoscaled());
  }

  /// What is to be found out for the limits that are in force.
  static Wanted wanted(Limits limits, PullableProperties.Nodes settings) {
    return new Wanted(
        settings.checkDisk() || limits.size().isPresent(),
        limits.age().isPresent(),
        limits::forbid);
  }

  private static Platform platform(String text) {
    String[] parts = text.split("/", -1);
    boolean wellFormed =
        (parts.length == 2 || parts.length == 3)
            && List.of(parts).stream().allMatch(part -> part.matches("[A-Za-z0-9_.-]+"));
    if (!wellFormed) {
      throw new InvalidConfigurationPropertyValueException(
          "pullable.nodes.platforms",
          text,
          "A platform is os/architecture or os/architecture/variant, such as linux/arm64.");
    }
    return new Platform(parts[0], parts[1], parts.length == 3 ? parts[2] : "", "", List.of());
  }

  static RegistrySettings registries(
      PullableProperties.Registries settings, OwnAddresses own, EgressProxies proxies) {
    settings.caFiles().forEach(Settings::requireCertificates);
    return new RegistrySettings(
        settings.caFiles(),
        settings.connectTimeout(),
        tokenServers(settings),
        new AddressRules(
            ranges("allowed-addresses", settings.allowedAddresses()),
            ranges("denied-addresses", settings.deniedAddresses()),
            own),
        proxies);
  }

  private static List<AddressRange> ranges(String key, List<String> written) {
    try {
      return written.stream().map(AddressRange::parse).toList();
    } catch (IllegalArgumentException e) {
      throw refused("pullable.registries." + key, written, e);
    }
  }

  /// Where images are looked for that are not where they were asked for.
  static SearchedRegistries searched(PullableProperties.Registries settings) {
    try {
      return new SearchedRegistries(settings.search());
    } catch (IllegalArgumentException e) {
      throw refused("pullable.registries.search", settings.search(), e);
    }
  }

  /// Where the nodes look for images.
  static Routes routes(PullableProperties settings) {
    Endpoints own = new Endpoints(settings.registries().plainHttp());
    Path root = settings.nodes().certsD();
    Routes routes = root == null ? own : configuredRoutes(root, own);
    return settings.nodes().undeclaredMirrors() ? new UndeclaredMirrors(routes) : routes;
  }

  private static Routes configuredRoutes(Path root, Endpoints own) {
    try (var _ = Files.newDirectoryStream(root)) {
      return new ConfiguredRoutes(root, new HostsDirectory(root, own, Ticker.systemTicker()));
    } catch (NotDirectoryException _) {
      throw new InvalidConfigurationPropertyValueException(
          "pullable.nodes.certs-d", root, "It is no directory.");
    } catch (IOException e) {
      throw new InvalidConfigurationPropertyValueException(
          "pullable.nodes.certs-d", root, cause(e));
    }
  }

  static ServingNames servingNames(PullableProperties.Tls settings) {
    dnsNames(settings);
    try {
      return ServingNames.of(settings.dns(), settings.ip());
    } catch (IllegalArgumentException e) {
      throw refused("pullable.tls.ip", settings.ip(), e);
    }
  }

  /// What was wrong with a file, in one clause. The message of a file system's exception is often
  /// nothing but the path; its class says the rest.
  static String cause(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "There is no " + e.getMessage() + ".";
      case AccessDeniedException _ -> "Access to " + e.getMessage() + " is denied.";
      case FileSystemException _ -> e.getClass().getSimpleName() + ": " + e.getMessage();
      default -> String.valueOf(e.getMessage());
    };
  }

  private static void dnsNames(PullableProperties.Tls settings) {
    if (settings.dns().isEmpty()) {
      return;
    }
    try {
      ServingNames.of(settings.dns(), List.of());
    } catch (IllegalArgumentException e) {
      throw refused("pullable.tls.dns", settings.dns(), e);
    }
  }

  private static void requireCertificates(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      if (!CertificateFactory.getInstance("X.509").generateCertificates(in).isEmpty()) {
        return;
      }
    } catch (IOException e) {
      throw new InvalidConfigurationPropertyValueException(
          "pullable.registries.ca-files", file, cause(e));
    } catch (CertificateException _) {
      // Refused below.
    }
    throw new InvalidConfigurationPropertyValueException(
        "pullable.registries.ca-files", file, "It holds no certificate in PEM.");
  }

  private static InvalidConfigurationPropertyValueException refused(
      String key, Object value, IllegalArgumentException e) {
    return new InvalidConfigurationPropertyValueException(
        key, value, String.valueOf(e.getMessage()));
  }

  private static KnownTokenServers tokenServers(PullableProperties.Registries settings) {
    List<TokenServer> servers =
        settings.trustedRealms().entrySet().stream()
            .flatMap(entry ->
                entry.getValue().stream().map(host -> new TokenServer(entry.getKey(), host)))
            .toList();
    try {
      return new KnownTokenServers(servers);
    } catch (IllegalArgumentException _) {
      throw new InvalidConfigurationPropertyValueException(
          "pullable.registries.trusted-realms",
          settings.trustedRealms(),
          "Both a registry and its token servers are hosts, with a port where it is not the usual.");
    }
  }
}
