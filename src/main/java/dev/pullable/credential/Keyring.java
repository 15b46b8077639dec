package dev.pullable.credential;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The credentials of a Pod's pull secrets, of the node's docker config or of the credential
/// provider plugins, in the order in which the kubelet tries them (kubelet:
/// pkg/credentialprovider/keyring.go, BasicDockerKeyring).
public final class Keyring implements KeyringResult {
  static final String DEFAULT_REGISTRY = "index.docker.io";

  private static final int MOST_MISSED = 1_000;

  private final List<Location> locations;
  private final List<Held> held;
  private final List<IgnoredSecret> ignored;
  private final List<IgnoredSecret> empty;

  private Keyring(
      List<Location> locations,
      List<Held> held,
      List<IgnoredSecret> ignored,
      List<IgnoredSecret> empty) {
    this.locations = locations;
    this.held = held;
    this.ignored = ignored;
    this.empty = empty;
  }

  /// The credentials of one normalised key.
  ///
  /// @param tiers a list for each secret that has the key, in the order of the secrets
  private record Location(String key, @Nullable KeyPattern pattern, List<List<Credential>> tiers) {}

  /// @param key null for an entry that was dropped
  /// @param legacy whether it is from a `.dockercfg`
  private record Held(KeyringEntry entry, @Nullable String key, boolean legacy) {}

  /// An entry and whether it is among those tried for a repository.
  public record Trace(KeyringEntry entry, boolean matches) {}

  /// An entry that is not for a repository, and why.
  public record Missed(KeyringEntry entry, Mismatch mismatch) {}

  /// Builds the keyring of a Pod.
  ///
  /// @param secrets the Pod's pull secrets in the order of its list, without those that are missing
  public static KeyringResult of(List<PullSecret> secrets) {
    Builder builder = new Builder();
    secrets.forEach(builder::add);
    return builder.build();
  }

  /// Builds the keyring of what plugins answered for one image (kubelet:
  /// pkg/credentialprovider/plugin/plugins.go: one keyring for all plugins).
  ///
  /// @param provided the answers in the order of the plugins
  public static Keyring ofProviders(List<ProvidedCredentials> provided) {
    Builder builder = new Builder();
    for (ProvidedCredentials answer : provided) {
      builder.add(Credential.Origin.CREDENTIAL_PROVIDER, answer.provider(), answer.dockerConfig());
    }
    return builder.keyring();
  }

  /// Builds the keyring of the node's docker config.
  static Keyring ofNode(String name, List<DockerConfig.Entry> entries) {
    Builder builder = new Builder();
    builder.add(Credential.Origin.NODE_CONFIG, name, entries);
    return builder.keyring();
  }

  /// The credentials to try for a repository, one after the other. None means one anonymous
  /// attempt; any means that there is no anonymous one.
  ///
  /// @param repository the normalised name without tag or digest, such as `docker.io/library/nginx`
  public List<Credential> lookup(String repository) {
    List<Credential> credentials = new ArrayList<>();
    tiers(repository).forEach(credentials::addAll);
    return credentials;
  }

  /// The same in runs: inside one, two keys of a secret say the same location, and the kubelet's
  /// order is random.
  List<List<Credential>> tiers(String repository) {
    List<List<Credential>> tiers = new ArrayList<>();
    matching(repository).forEach(location -> tiers.addAll(location.tiers));
    return tiers;
  }

  /// Every entry of every secret, with whether it serves a repository.
  public List<Trace> trace(String repository) {
    Set<String> keys = matchingKeys(repository);
    return held.stream()
        .map(h -> new Trace(h.entry, h.key != null && keys.contains(h.key)))
        .toList();
  }

  /// The entries that do not serve a repository, in their order: why a secret did not help. Of very
  /// many only the first are looked at.
  public List<Missed> missed(String repository) {
    Set<String> keys = matchingKeys(repository);
    Mismatches why = new Mismatches(GoText.octets(repository));
    return held.stream()
        .filter(h -> h.key == null || !keys.contains(h.key))
        .limit(MOST_MISSED)
        .map(h -> new Missed(h.entry, why.of(h.entry, h.key, h.legacy)))
        .toList();
  }

  private Set<String> matchingKeys(String repository) {
    Set<String> keys = new HashSet<>();
    matching(repository).forEach(location -> keys.add(location.key));
    return keys;
  }

  /// Every entry of every secret, as written.
  public List<KeyringEntry> entries() {
    return held.stream().map(Held::entry).toList();
  }

  /// The secrets that take no part, for their type or for want of a value.
  public List<IgnoredSecret> ignored() {
    return ignored;
  }

  /// The secrets that the kubelet reads, and finds no entry in.
  public List<IgnoredSecret> empty() {
    return empty;
  }

  private List<Location> matching(String repository) {
    String name = GoText.octets(repository);
    KeyPattern.Target target = KeyPattern.target(name);
    List<Location> matching = new ArrayList<>();
    for (Location location : locations) {
      if (target != null && location.pattern != null && location.pattern.matches(target)) {
        matching.add(location);
      }
    }
    if (matching.isEmpty() && isOfDefaultRegistry(name)) {
      locations.stream().filter(l -> l.key.equals(DEFAULT_REGISTRY)).forEach(matching::add);
    }
    return matching;
  }

  /// kubelet: isDefaultRegistryMatch, which takes `localhost/app` for an image of Docker Hub.
  private static boolean isOfDefaultRegistry(String name) {
    int slash = name.indexOf('/');
    if (slash < 0) {
      return !name.isEmpty();
    }
    String host = name.substring(0, slash);
    return host.equals("docker.io")
        || host.equals(DEFAULT_REGISTRY)
        || (!host.isEmpty() && host.indexOf('.') < 0 && host.indexOf(':') < 0);
  }

  private static final class Builder {
    private final Map<String, List<List<Credential>>> byKey =
        new TreeMap<>(Comparator.reverseOrder());
    private final List<Held> held = new ArrayList<>();
    private final List<IgnoredSecret> ignored = new ArrayList<>();
    private final List<IgnoredSecret> empty = new ArrayList<>();
    private final List<MalformedSecret> malformed = new ArrayList<>();

    /// kubelet: pkg/credentialprovider/secrets/secrets.go, where the type alone decides.
    void add(PullSecret secret) {
      for (DockerConfig.Layout layout : DockerConfig.Layout.values()) {
        if (layout.secretType().equals(secret.type())) {
          add(secret, layout);
          return;
        }
      }
      ignored.add(
          described(
              secret,
              "is of type %s, which the kubelet never reads"
                  .formatted(RegistryKey.printable(secret.type()))));
    }

    private void add(PullSecret secret, DockerConfig.Layout layout) {
      byte[] value = secret.data().get(layout.key());
      if (value == null || value.length == 0) {
        String flaw = (value == null ? "has no " : "has an empty ") + layout.key();
        ignored.add(described(secret, flaw));
        return;
      }
      switch (DockerConfig.read(layout, value)) {
        case DockerConfig.Malformed(String detail) ->
            malformed.add(new MalformedSecret(secret.name(), layout.key(), detail));
        case DockerConfig.Parsed(List<DockerConfig.Entry> entries, String emptiness) -> {
          if (!emptiness.isEmpty()) {
            empty.add(described(secret, emptiness));
          }
          boolean legacy = layout == DockerConfig.Layout.LEGACY;
          add(Credential.Origin.PULL_SECRET, secret.name(), entries, legacy);
        }
      }
    }

    private static IgnoredSecret described(PullSecret secret, String flaw) {
      String type = RegistryKey.printable(secret.type());
      return new IgnoredSecret(secret.name(), type, flaw, secret.onlyDockerConfig());
    }

    void add(Credential.Origin origin, String name, List<DockerConfig.Entry> entries) {
      add(origin, name, entries, false);
    }

    private void add(
        Credential.Origin origin, String name, List<DockerConfig.Entry> entries, boolean legacy) {
      Map<String, List<Credential>> tiers = new LinkedHashMap<>();
      for (DockerConfig.Entry entry : entries) {
        String shown = RegistryKey.shown(entry.registry());
        switch (RegistryKey.of(entry.registry())) {
          case RegistryKey.Dropped(String why) ->
              held.add(new Held(new KeyringEntry.Dropped(name, shown, why), null, legacy));
          case RegistryKey.Usable(String key) -> {
            held.add(
                new Held(
                    new KeyringEntry.Usable(name, shown, RegistryKey.printable(GoText.text(key))),
                    key,
                    legacy));
            tiers
                .computeIfAbsent(key, _ -> new ArrayList<>())
                .add(
                    new Credential(
                        entry.username(),
                        entry.password(),
                        new Credential.Source(origin, name, shown)));
          }
        }
      }
      tiers.forEach((key, tier) -> byKey.computeIfAbsent(key, _ -> new ArrayList<>()).add(tier));
    }

    KeyringResult build() {
      return malformed.isEmpty() ? keyring() : new Broken(malformed);
    }

    Keyring keyring() {
      List<Location> locations = new ArrayList<>(byKey.size());
      byKey.forEach((key, tiers) -> locations.add(new Location(key, KeyPattern.of(key), tiers)));
      return new Keyring(
          List.copyOf(locations), List.copyOf(held), List.copyOf(ignored), List.copyOf(empty));
    }
  }
}
