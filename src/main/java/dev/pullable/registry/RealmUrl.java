package dev.pullable.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A bearer challenge's realm as Go's `url.Parse` reads it: any URL at all. Its text is in octets.
///
/// @param scheme in lower case, empty if there is none
/// @param userInfo what stands before an `@`; null if nothing does
/// @param host the host with its port, decoded; empty if there is none
/// @param path the path, escaped
/// @param query the query as written
/// @param fragment the fragment, escaped
public record RealmUrl(
    String scheme,
    @Nullable UserInfo userInfo,
    String host,
    String path,
    String query,
    String fragment) {

  /// User information in a URL, decoded.
  ///
  /// @param password null if there is no colon
  public record UserInfo(String username, @Nullable String password) {
    @Override
    public String toString() {
      return "***";
    }
  }

  /// Any URL as Go's `url.Parse` and `http.NewRequest` take it; null where Go reports an error.
  public static @Nullable RealmUrl parse(String url) {
    return RealmUrlParser.parse(url);
  }

  /// Whether Go's HTTP client would send a request there.
  boolean isRequestable() {
    return (scheme.equals("https") || scheme.equals("http")) && !host.isEmpty();
  }

  /// The URL as Go writes it, with its own query.
  String url() {
    return url(UrlPart.sendable(query));
  }

  /// The URL with parameters added to those of its query; Go sorts them by name, and drops what is
  /// broken.
  String url(List<Map.Entry<String, String>> added) {
    TreeMap<String, List<String>> params = params();
    for (Map.Entry<String, String> param : added) {
      params
          .computeIfAbsent(UrlPart.octets(param.getKey()), _ -> new ArrayList<>())
          .add(UrlPart.octets(param.getValue()));
    }
    List<String> pairs = new ArrayList<>();
    params.forEach((name, values) ->
        values.forEach(
            value -> pairs.add(UrlPart.QUERY.encode(name) + "=" + UrlPart.QUERY.encode(value))));
    return url(String.join("&", pairs));
  }

  private String url(String encodedQuery) {
    return scheme
        + "://"
        + (userInfo == null ? "" : encoded(userInfo) + "@")
        + UrlPart.HOST.encode(host)
        + path
        + (encodedQuery.isEmpty() ? "" : "?" + encodedQuery)
        + (fragment.isEmpty() ? "" : "#" + fragment);
  }

  private static String encoded(UserInfo userInfo) {
    String password = userInfo.password();
    return UrlPart.USER.encode(userInfo.username())
        + (password == null ? "" : ":" + UrlPart.USER.encode(password));
  }

  /// The parameters in the query, as net/url's ParseQuery reads them.
  private TreeMap<String, List<String>> params() {
    TreeMap<String, List<String>> params = new TreeMap<>();
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = UrlPart.QUERY.decode(equals < 0 ? pair : pair.substring(0, equals));
      String value = UrlPart.QUERY.decode(equals < 0 ? "" : pair.substring(equals + 1));
      if (!pair.isEmpty() && pair.indexOf(';') < 0 && name != null && value != null) {
        params.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
      }
    }
    return params;
  }

  /// Shows nothing: all of it was written by a registry, and a realm may hold a password.
  @Override
  public String toString() {
    return "RealmUrl[***]";
  }
}
