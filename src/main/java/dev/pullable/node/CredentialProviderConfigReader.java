package dev.pullable.node;

import dev.pullable.credential.ImagePattern;
import dev.pullable.duration.GoDuration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads and validates a `CredentialProviderConfig` as the kubelet does (kubelet:
/// pkg/credentialprovider/plugin/config.go).
final class CredentialProviderConfigReader {
  private static final String GROUP = "kubelet.config.k8s.io/";
  private static final String PLUGIN_GROUP = "credentialprovider.kubelet.k8s.io/";
  private static final int LONGEST_NAME = 255;
  private static final Set<String> VERSIONS = Set.of("v1", "v1beta1", "v1alpha1");
  private static final Set<String> FIELDS = Set.of("apiVersion", "kind", "providers");
  private static final Set<String> PROVIDER_FIELDS =
      Set.of(
          "name",
          "matchImages",
          "defaultCacheDuration",
          "apiVersion",
          "args",
          "env",
          "tokenAttributes");

  private final List<String> problems;

  /// @param problems where they are noted
  CredentialProviderConfigReader(List<String> problems) {
    this.problems = problems;
  }

  List<CredentialProvider> providers(@Nullable Object document) {
    ConfigObject config = ConfigObject.of(document, problems);
    config.expect(FIELDS);
    if (!config.string("kind").equals("CredentialProviderConfig")) {
      config.note("kind", "must be CredentialProviderConfig");
    }
    requireVersion(config, GROUP);
    List<CredentialProvider> providers = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (ConfigObject provider : config.objects("providers")) {
      providers.add(provider(provider, config.string("apiVersion")));
      if (!names.add(provider.string("name"))) {
        provider.note("name", "is that of another provider");
      }
    }
    if (providers.isEmpty()) {
      config.note("providers", "must have at least one item");
    }
    return providers;
  }

  private static CredentialProvider provider(ConfigObject provider, String configVersion) {
    provider.expect(PROVIDER_FIELDS);
    checkName(provider, provider.string("name"));
    requireVersion(provider, PLUGIN_GROUP);
    if (provider.has("tokenAttributes")
        && !(configVersion.endsWith("/v1") && provider.string("apiVersion").endsWith("/v1"))) {
      provider.note("tokenAttributes", "is known to v1 only");
    }
    return new CredentialProvider(
        provider.string("name"),
        provider.string("apiVersion"),
        matchImages(provider),
        defaultCacheDuration(provider),
        provider.strings("args"),
        env(provider),
        provider.has("tokenAttributes"));
  }

  /// A name that leads out of the directory of plugins would let the file run any program.
  private static void checkName(ConfigObject provider, String name) {
    if (name.isEmpty()) {
      provider.note("name", "is missing");
    } else if (name.equals(".") || name.equals("..")) {
      provider.note("name", "must not be . or ..");
    } else if (name.chars().anyMatch(c -> c == '/' || c <= ' ' || c == 0x7f)) {
      provider.note("name", "must have no slash, no blank and no control character");
    } else if (name.length() > LONGEST_NAME) {
      provider.note("name", "must be the name of a file");
    }
  }

  private static void requireVersion(ConfigObject object, String group) {
    String version = object.string("apiVersion");
    if (!version.startsWith(group) || !VERSIONS.contains(version.substring(group.length()))) {
      object.note("apiVersion", "must be v1, v1beta1 or v1alpha1 of " + group.replace("/", ""));
    }
  }

  private static List<ImagePattern> matchImages(ConfigObject provider) {
    List<ImagePattern> patterns = new ArrayList<>();
    for (String written : provider.strings("matchImages")) {
      ImagePattern pattern = ImagePattern.parse(written);
      if (pattern == null) {
        provider.note("matchImages", "must be host names with an optional port and path");
      } else {
        patterns.add(pattern);
      }
    }
    if (!provider.has("matchImages") || patterns.isEmpty()) {
      provider.note("matchImages", "must have at least one item");
    }
    return patterns;
  }

  private static Duration defaultCacheDuration(ConfigObject provider) {
    if (!provider.has("defaultCacheDuration")) {
      provider.note("defaultCacheDuration", "is missing");
      return Duration.ZERO;
    }
    Duration duration = GoDuration.parse(provider.string("defaultCacheDuration"));
    if (duration == null || duration.isNegative()) {
      provider.note("defaultCacheDuration", "must be a duration such as 12h, and not negative");
      return Duration.ZERO;
    }
    return duration;
  }

  /// The last of several values counts, as for Go's exec package.
  private static Map<String, String> env(ConfigObject provider) {
    Map<String, String> env = new LinkedHashMap<>();
    for (ConfigObject variable : provider.objects("env")) {
      variable.expect(Set.of("name", "value"));
      String name = variable.string("name");
      String value = variable.string("value");
      if (name.isEmpty() || name.indexOf('=') >= 0 || (name + value).indexOf('\0') >= 0) {
        variable.note("name", "must be the name of an environment variable");
      } else {
        env.put(name, value);
      }
    }
    return env;
  }
}
