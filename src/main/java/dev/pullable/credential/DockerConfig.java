package dev.pullable.credential;

import java.util.List;

/// What the kubelet reads from the value of a pull secret.
sealed interface DockerConfig {

  /// Its entries.
  ///
  /// @param entries one for each registry, in the order of their first appearance
  /// @param emptiness why there are none, a clause about the value; empty where there are any
  record Parsed(List<Entry> entries, String emptiness) implements DockerConfig {
    public Parsed {
      entries = List.copyOf(entries);
    }

    /// Some entries.
    Parsed(List<Entry> entries) {
      this(entries, "");
    }
  }

  /// No docker config, which fails the pull of every image of the Pod.
  ///
  /// @param detail what is wrong and where, without any value
  record Malformed(String detail) implements DockerConfig {}

  /// A registry's user name and password, either of them possibly empty.
  ///
  /// @param registry the registry's key as written, user info included: show it by
  ///   [RegistryKey#shown]
  record Entry(String registry, String username, Secret password) {
    @Override
    public String toString() {
      return "Entry[" + RegistryKey.shown(registry) + "]";
    }
  }

  /// The two layouts, each of which belongs to a type of Secret.
  enum Layout {
    /// `.dockerconfigjson`: the registries are below `auths`.
    JSON("kubernetes.io/dockerconfigjson", ".dockerconfigjson"),
    /// `.dockercfg`: the registries are the whole document.
    LEGACY("kubernetes.io/dockercfg", ".dockercfg");

    private final String secretType;
    private final String key;

    Layout(String secretType, String key) {
      this.secretType = secretType;
      this.key = key;
    }

    String secretType() {
      return secretType;
    }

    /// The key in the Secret's data.
    String key() {
      return key;
    }
  }

  /// Reads a value of a layout, in time linear to its length.
  static DockerConfig read(Layout layout, byte[] value) {
    return value.length > DockerConfigReader.LARGEST
        ? new Malformed("is larger than the 1 MiB that a Secret can hold")
        : new DockerConfigReader(value).read(layout);
  }
}
