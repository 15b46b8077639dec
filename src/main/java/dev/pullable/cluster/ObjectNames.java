package dev.pullable.cluster;

import java.util.regex.Pattern;

/// The names that an object can have. Pull secrets are named by Pod authors and the API server does
/// not check those names, so that one could else lead a `get` to another path.
final class ObjectNames {
  private static final String LABEL = "[a-z0-9](?:[-a-z0-9]*+(?<=[a-z0-9]))?";
  private static final Pattern SUBDOMAIN = Pattern.compile(LABEL + "(?:\\." + LABEL + ")*+");
  private static final Pattern NAMESPACE = Pattern.compile(LABEL);

  private ObjectNames() {}

  /// Whether a Secret or ServiceAccount of that name can exist (DNS-1123 subdomain and label).
  static boolean canExist(String namespace, String name) {
    return namespace.length() <= 63
        && NAMESPACE.matcher(namespace).matches()
        && name.length() <= 253
        && SUBDOMAIN.matcher(name).matches();
  }
}
