package dev.pullable.credential;

import java.util.List;

/// What a credential provider plugin answered for an image: a docker config by another name.
///
/// @param provider the plugin's name
/// @param entries one for each registry key
public record ProvidedCredentials(String provider, List<Entry> entries) {
  public ProvidedCredentials {
    entries = List.copyOf(entries);
  }

  /// A registry's user name and password, either of them possibly empty.
  ///
  /// @param registry the registry's key as the plugin wrote it
  public record Entry(String registry, String username, Secret password) {
    @Override
    public String toString() {
      return "Entry[" + RegistryKey.shown(registry) + "]";
    }
  }

  List<DockerConfig.Entry> dockerConfig() {
    return entries.stream()
        .map(it -> new DockerConfig.Entry(it.registry(), it.username(), it.password()))
        .toList();
  }
}
