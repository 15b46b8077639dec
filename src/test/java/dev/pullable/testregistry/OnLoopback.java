package dev.pullable.testregistry;

import dev.pullable.registry.AddressRules;
import dev.pullable.registry.EgressProxies;
import dev.pullable.registry.KnownTokenServers;
import dev.pullable.registry.TokenServer;
import dev.pullable.registry.jib.RegistrySettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Settings for registries of this machine, which nobody else's settings allow.
public final class OnLoopback {
  private OnLoopback() {}

  public static RegistrySettings settings(
      List<Path> caFiles, Duration connectTimeout, TokenServer... tokenServers) {
    return new RegistrySettings(
        caFiles,
        connectTimeout,
        new KnownTokenServers(List.of(tokenServers)),
        AddressRules.allowing("127.0.0.0/8", "::1"),
        EgressProxies.NONE);
  }
}
