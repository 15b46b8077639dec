package dev.pullable.hosts;

import dev.pullable.registry.RealmUrl;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/// Where a host is, as read from the URL that names it.
///
/// @param scheme as Go's `url.Parse` finds it
/// @param authority host and port; empty if there is none
/// @param path the base of the registry's API, without a slash at its end
record HostUrl(String scheme, String authority, String path) {
  /// The URL that is not there.
  static final HostUrl NONE = new HostUrl("", "", "");

  private static final String API = "/v2";

  // containerd: core/remotes/docker/config/hosts.go, parseHostConfig
  static HostUrl parse(String server, boolean overridePath) throws MalformedHostsFile {
    if (server.isEmpty()) {
      return NONE;
    }
    RealmUrl url = RealmUrl.parse(server.startsWith("http") ? server : "https://" + server);
    if (url == null) {
      throw new MalformedHostsFile("the URL of a host is not valid");
    }
    return new HostUrl(url.scheme(), utf8(url.host()), path(url.path(), overridePath));
  }

  private static String path(String escaped, boolean overridePath) {
    // URLDecoder is for forms, where a plus is a blank.
    String path = URLDecoder.decode(escaped.replace("+", "%2B"), StandardCharsets.UTF_8);
    String clean = SlashPath.clean("/" + path);
    String base = clean.equals("/") ? "" : clean;
    return overridePath || base.endsWith(API) ? base : base + API;
  }

  private static String utf8(String octets) {
    return new String(octets.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }
}
