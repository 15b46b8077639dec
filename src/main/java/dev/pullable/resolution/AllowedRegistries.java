package dev.pullable.resolution;

import dev.pullable.credential.HostGlob;
import dev.pullable.reference.ImageReference;
import java.util.List;
import java.util.Locale;

/// The registries that images may come from. No other is planned for or asked.
///
/// @param allowed host patterns, label by label, each label a glob, for one port or, without, for
///   any; empty allows every host
/// @param denied those that are not, whatever is allowed
public record AllowedRegistries(List<String> allowed, List<String> denied) {
  /// Every registry.
  public static final AllowedRegistries ALL = new AllowedRegistries(List.of(), List.of());

  public AllowedRegistries {
    allowed = lowerCase(allowed);
    denied = lowerCase(denied);
  }

  /// By the registry's name in the reference, such as `docker.io`, with its port if it has one.
  boolean contains(ImageReference reference) {
    String host = host(reference).toLowerCase(Locale.ROOT);
    return !matchesAny(denied, host) && (allowed.isEmpty() || matchesAny(allowed, host));
  }

  /// A host with an underscore is dialled all the same, though the grammar has it in the path.
  static String host(ImageReference reference) {
    String path = reference.path();
    return reference.domain().isEmpty() ? path.substring(0, path.indexOf('/')) : reference.domain();
  }

  private static List<String> lowerCase(List<String> patterns) {
    return patterns.stream().map(it -> it.toLowerCase(Locale.ROOT)).toList();
  }

  private static boolean matchesAny(List<String> patterns, String host) {
    String portless = host.substring(0, host.length() - port(host));
    return patterns.stream()
        .anyMatch(pattern -> HostGlob.matchesHost(pattern, port(pattern) == 0 ? portless : host));
  }

  /// How long the port at the end is, with its colon; an IPv6 address is in brackets.
  private static int port(String host) {
    int colon = host.lastIndexOf(':');
    return colon > host.lastIndexOf(']') ? host.length() - colon : 0;
  }
}
