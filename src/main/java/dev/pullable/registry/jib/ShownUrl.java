package dev.pullable.registry.jib;

import dev.pullable.credential.Credential;
import dev.pullable.credential.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/// What may be told of a URL. A host that was shown a secret can write it into where it sends us
/// next, so that of what others chose no path is told but the usual ones of token servers, and no
/// host that holds a secret.
final class ShownUrl {
  private static final String LEFT_OUT = "…";

  /// As those of Docker Hub, Harbor, GitLab, Artifactory and the distribution registry. Of few
  /// parts, since each is a step deeper in the stack.
  private static final Pattern USUAL_PATH =
      Pattern.compile("(/(api|artifactory|auth|docker|jwt|oauth2?|service|tokens?|v[12])){0,6}/?");

  private ShownUrl() {}

  /// The URL of a call, without its query.
  ///
  /// @param first the call that led to it by redirects, or itself
  static String of(HttpCall call, HttpCall first) {
    try {
      URI url = new URI(call.url());
      String path = String.valueOf(url.getRawPath());
      boolean told =
          isOurs(call, first) || (!call.isRedirectOf(first) && USUAL_PATH.matcher(path).matches());
      return url.getScheme() + "://" + host(call, first) + (told ? path : "/" + LEFT_OUT);
    } catch (URISyntaxException e) {
      return LEFT_OUT;
    }
  }

  /// The host of a call, with its port where there is one.
  ///
  /// @param first the call that led to it by redirects, or itself
  static String host(HttpCall call, HttpCall first) {
    try {
      String authority = Objects.requireNonNullElse(new URI(call.url()).getRawAuthority(), "");
      // User information does not go on the wire either.
      String host = authority.substring(authority.lastIndexOf('@') + 1);
      return isOurs(call, first) || !tells(host, first) ? host : LEFT_OUT;
    } catch (URISyntaxException e) {
      return "";
    }
  }

  /// Whether a call goes where the reference or the operator says.
  private static boolean isOurs(HttpCall call, HttpCall first) {
    return !call.isRedirectOf(first) && call.scope().isEmpty();
  }

  private static boolean tells(String text, HttpCall first) {
    Credential credential = first.asking();
    Secret header = first.authorization();
    return (credential != null && credential.isToldBy(text))
        || (header != null && text.toLowerCase(Locale.ROOT).contains(word(header)));
  }

  /// What stands behind `Bearer` or `Basic`.
  private static String word(Secret header) {
    return header.reveal().replaceFirst("^\\S+\\s+", "").toLowerCase(Locale.ROOT);
  }
}
