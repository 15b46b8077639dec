package dev.pullable.app;

import dev.pullable.platform.NodeEligibility;
import dev.pullable.platform.NodePlatforms;
import dev.pullable.platform.Platform;
import dev.pullable.registry.KnownTokenServers;
import dev.pullable.registry.TokenServer;
import dev.pullable.registry.jib.RegistrySettings;
import java.util.List;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/// From the configuration's words to the domain's.
final class Settings {
  private Settings() {}

  static NodeEligibility nodeEligibility(NodePlatforms nodes, PullableProperties.Nodes settings) {
    List<Platform> platforms = settings.platforms().stream().map(Settings::platform).toList();
    return new NodeEligibility(nodes, platforms, settings.autoscaled());
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

  static RegistrySettings registries(PullableProperties.Registries settings) {
    return new RegistrySettings(
        settings.caFiles(), settings.connectTimeout(), tokenServers(settings));
  }

  private static KnownTokenServers tokenServers(PullableProperties.Registries settings) {
    List<TokenServer> servers =
        settings.trustedRealms().entrySet().stream()
            .flatMap(entry ->
                entry.getValue().stream().map(host -> new TokenServer(entry.getKey(), host)))
            .toList();
    try {
      return new KnownTokenServers(servers);
    } catch (IllegalArgumentException e) {
      throw new InvalidConfigurationPropertyValueException(
          "pullable.registries.trusted-realms",
          settings.trustedRealms(),
          "It maps a registry's host to the hosts of its token servers: " + e.getMessage());
    }
  }
}
