package dev.pullable.metrics;

import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// The hosts that have a label of their own. Whoever writes an image chooses a host, so only those
/// get one that have answered a request with success, and only so many; it is kept until the end of
/// the process, since a series that comes and goes counts wrongly.
final class KnownHosts {
  private static final Pattern HOST = Pattern.compile("[a-z0-9.:\\[\\]_-]{1,100}");

  private final int most;
  private final Set<String> hosts = ConcurrentHashMap.newKeySet();

  KnownHosts(int most) {
    this.most = most;
  }

  /// Gives the host a label from now on, while there are any left.
  void succeeded(String host) {
    String normalised = normalised(host);
    if (hosts.contains(normalised) || !HOST.matcher(normalised).matches()) {
      return;
    }
    synchronized (this) {
      if (hosts.size() < most) {
        hosts.add(normalised);
      }
    }
  }

  /// The host itself, or `other`.
  String label(String host) {
    String normalised = normalised(host);
    return hosts.contains(normalised) ? normalised : Labels.OTHER;
  }

  private static String normalised(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    return lower.endsWith(":443") ? lower.substring(0, lower.length() - ":443".length()) : lower;
  }
}
