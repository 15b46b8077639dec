package dev.pullable.credential;

import dev.pullable.credential.KeyPattern.Target;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Why entries are not for one repository, by the rules of [KeyPattern] and [Keyring].
final class Mismatches {
  private static final Pattern SCHEME =
      Pattern.compile("(?!https?://)[A-Za-z][A-Za-z0-9+.-]*://.*");

  /// Names that people know of Docker Hub, and the kubelet does not.
  private static final Set<String> HUB =
      Set.of(
          "docker.com",
          "www.docker.com",
          "hub.docker.com",
          "registry.hub.docker.com",
          "registry.docker.io",
          "registry-1.docker.io",
          "auth.docker.io");

  private final @Nullable Target image;
  private final String imageHost;

  /// @param repository the normalised name, in octets
  Mismatches(String repository) {
    this.image = KeyPattern.target(repository);
    this.imageHost = image == null ? "" : host(image);
  }

  /// @param key the normalised key in octets; null where the entry was dropped
  /// @param legacy whether it is from a `.dockercfg`
  Mismatch of(KeyringEntry entry, @Nullable String key, boolean legacy) {
    return switch (entry) {
      case KeyringEntry.Dropped(String _, String registry, String why) ->
          new Mismatch(
              image != null && registry.contains(imageHost),
              "is dropped by the kubelet, for " + why);
      case KeyringEntry.Usable it when it.registry().equals("auths") ->
          Mismatch.near(
              legacy
                  ? "is no registry, for a .dockercfg has its registries without auths"
                  : "is no registry, for auths stands one level too deep");
      case KeyringEntry.Usable it when SCHEME.matcher(it.registry()).matches() ->
          new Mismatch(
              image != null && it.registry().contains(imageHost),
              "begins with what the kubelet takes for no scheme; it knows https:// and http://");
      case KeyringEntry.Usable _ -> ofKey(key == null ? "" : key);
    };
  }

  private Mismatch ofKey(String key) {
    Target own = KeyPattern.target(key);
    KeyPattern pattern = KeyPattern.of(key);
    if (image == null || own == null || pattern == null) {
      return Mismatch.far("matches nothing, for its host is not valid");
    }
    if (imageHost.equals("docker.io") && image.port().isEmpty()) {
      Mismatch hub = ofHub(key, own);
      if (hub != null) {
        return hub;
      }
    }
    return isOfTheHost(pattern) ? ofTheHost(own, image) : ofAnotherHost(own, image);
  }

  /// An entry for what may be meant as Docker Hub; null if it is not.
  private static @Nullable Mismatch ofHub(String key, Target own) {
    String host = host(own);
    if (key.equals(Keyring.DEFAULT_REGISTRY)) {
      return Mismatch.near("counts only where no entry is for docker.io itself");
    }
    if (host.equals(Keyring.DEFAULT_REGISTRY)) {
      return Mismatch.near(
          lacksSlash(own)
              ? "lacks the trailing slash, so the kubelet never matches it"
              : "has more than the host, with which the kubelet never matches it");
    }
    return HUB.contains(host)
        ? Mismatch.near("is not how the kubelet knows Docker Hub: https://index.docker.io/v1/")
        : null;
  }

  /// Port and path are left to be compared.
  private static Mismatch ofTheHost(Target own, Target image) {
    if (!own.port().equals(image.port())) {
      return Mismatch.near(port(own, image));
    }
    return Mismatch.near(
        lacksSlash(own)
            ? "lacks the trailing slash, so the kubelet takes its end for a repository"
            : "is for other repositories of that host");
  }

  private static String port(Target own, Target image) {
    if (own.port().isEmpty()) {
      return "names no port, and the image names one";
    }
    return image.port().isEmpty()
        ? "names a port, and the image names none"
        : "is for another port";
  }

  private Mismatch ofAnotherHost(Target own, Target image) {
    if (host(own).equalsIgnoreCase(imageHost)) {
      return Mismatch.near("differs in upper and lower case, which the kubelet tells apart");
    }
    String host = host(own);
    int star = host.lastIndexOf('*');
    boolean meant = star >= 0 && imageHost.endsWith(host.substring(star + 1));
    return meant && own.labels().size() != image.labels().size()
        ? Mismatch.near("has a * for one label of the host, and the image's has another number")
        : Mismatch.far("is for another host");
  }

  private boolean isOfTheHost(KeyPattern pattern) {
    return image != null
        && new KeyPattern(pattern.labels(), "", "").matches(new Target(image.labels(), "", ""));
  }

  /// `/v1/` and `/v2/` are taken off a key; without their slash they are a path like any other.
  private static boolean lacksSlash(Target own) {
    return List.of("/v1", "/v2").contains(own.path());
  }

  private static String host(Target target) {
    return String.join(".", target.labels());
  }
}
