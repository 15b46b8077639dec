package dev.pullable.registry.jib;

import dev.pullable.registry.AddressRules;
import dev.pullable.registry.EgressProxies;
import dev.pullable.registry.RealmTrust;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// How registries are reached.
///
/// @param caFiles PEM files with CAs that are trusted beside the JVM's own
/// @param connectTimeout how long a connection may take to be made
/// @param realms which token servers may see a registry's credentials
/// @param addresses which addresses are connected to
/// @param proxies what goes through which proxy
public record RegistrySettings(
    List<Path> caFiles,
    Duration connectTimeout,
    RealmTrust realms,
    AddressRules addresses,
    EgressProxies proxies) {

  public RegistrySettings {
    caFiles = List.copyOf(caFiles);
  }
}
