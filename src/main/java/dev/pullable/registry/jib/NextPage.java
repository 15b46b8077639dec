package dev.pullable.registry.jib;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a list goes on, as the `Link` of its answer has it (RFC 8288): the query alone, for the
/// very path that was asked, so that no answer leads elsewhere.
final class NextPage {
  private static final Pattern NEXT =
      Pattern.compile("<([^<>?]{0,1024})\\?([-\\w.~%=&+:/]{1,1024})>\\s*;\\s*rel=\"?next\"?");

  private NextPage() {}

  /// The query of the next page, if there is one at the same place.
  ///
  /// @param url that was asked, without its query
  static Optional<String> query(HttpAnswer answer, String url) {
    for (String link : answer.headerValues("link")) {
      Matcher next = NEXT.matcher(link);
      if (next.find() && isThere(next.group(1), url)) {
        return Optional.of(next.group(2));
      }
    }
    return Optional.empty();
  }

  private static boolean isThere(String target, String url) {
    boolean relative = target.startsWith("/") && !target.startsWith("//");
    return relative ? url.endsWith(target) : target.isEmpty() || target.equals(url);
  }
}
