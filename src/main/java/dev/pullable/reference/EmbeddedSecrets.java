package dev.pullable.reference;

import java.util.List;
import java.util.regex.Pattern;

/// What people write into an image string that is nobody else's business: credentials before an
/// `@`, tokens behind a `?`. Neither makes a reference.
public final class EmbeddedSecrets {
  private static final String HIDDEN = "***";
  private static final int LONGEST_QUERY = 4096;
  private static final List<String> DIGESTS = List.of("sha256:", "sha384:", "sha512:");
  private static final Pattern SCHEME = Pattern.compile("^[A-Za-z][A-Za-z0-9+.-]*://");

  /// How names of parameters end that grant something.
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?:token|sig|signature|key|secret|pass|password|passwd|pwd|auth|authorization"
              + "|credentials?|jwt)=",
          Pattern.CASE_INSENSITIVE);

  private EmbeddedSecrets() {}

  /// Whether it is `user:password@host/…` or has a `?token=…`: a credential beyond doubt, where a
  /// mere at sign or question mark may be a slip.
  public static boolean areIn(String written) {
    return hasLogin(written) || hasToken(written);
  }

  private static boolean hasLogin(String written) {
    int at = userInfoEnd(written);
    if (at < 0 || written.indexOf('/', at) < 0) {
      return false;
    }
    String userInfo = SCHEME.matcher(written.substring(0, at)).replaceFirst("");
    int colon = userInfo.indexOf(':');
    int slash = userInfo.indexOf('/');
    // A colon behind a slash parts a tag, one before it a port.
    return colon > 0 && colon < userInfo.length() - 1 && slash < 0;
  }

  private static boolean hasToken(String written) {
    int query = written.indexOf('?');
    int end = Math.min(written.length(), query + LONGEST_QUERY);
    return query >= 0 && TOKEN.matcher(written.substring(query, end)).find();
  }

  /// The string without whatever may be a secret in it, which is more than what surely is one.
  public static String hidden(String written) {
    int query = written.indexOf('?');
    int userInfo = userInfoEnd(written);
    if (query >= 0 && userInfo > query) {
      // A password with a question mark, or a token with an at sign: there is no telling.
      return HIDDEN;
    }
    String shown = query < 0 ? written : written.substring(0, query) + "?" + HIDDEN;
    return userInfo < 0 ? shown : HIDDEN + shown.substring(userInfo);
  }

  /// The last at sign that no digest follows, or -1.
  private static int userInfoEnd(String written) {
    int at = written.lastIndexOf('@');
    while (at >= 0 && isDigest(written, at + 1)) {
      at = written.lastIndexOf('@', at - 1);
    }
    return at;
  }

  private static boolean isDigest(String written, int at) {
    return DIGESTS.stream().anyMatch(algorithm -> written.startsWith(algorithm, at));
  }
}
