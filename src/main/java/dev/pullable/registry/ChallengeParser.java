package dev.pullable.registry;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads `WWW-Authenticate` values the way containerd does (containerd:
/// core/remotes/docker/auth/parse.go), which is more lenient than any RFC: one challenge a value,
/// and what follows a malformed parameter is ignored.
public final class ChallengeParser {
  private static final String SEPARATORS = " \t\"(),/:;<=>?@[]\\{}";

  private final String value;
  private int at;

  private ChallengeParser(String value) {
    this.value = value;
  }

  /// The challenges of one answer, bearer before digest before basic, otherwise in the order of the
  /// header lines; values of other schemes are left out.
  ///
  /// @param wwwAuthenticateValues one element for each header line
  public static List<Challenge> parse(List<String> wwwAuthenticateValues) {
    List<Challenge> challenges = new ArrayList<>();
    for (String value : wwwAuthenticateValues) {
      Challenge challenge = new ChallengeParser(value).challenge();
      if (challenge != null) {
        challenges.add(challenge);
      }
    }
    challenges.sort(Comparator.comparing(Challenge::scheme));
    return List.copyOf(challenges);
  }

  private @Nullable Challenge challenge() {
    return switch (token().toLowerCase(Locale.ROOT)) {
      case "bearer" -> new Challenge(Challenge.Scheme.BEARER, params());
      case "digest" -> new Challenge(Challenge.Scheme.DIGEST, params());
      case "basic" -> new Challenge(Challenge.Scheme.BASIC, params());
      default -> null;
    };
  }

  private Map<String, String> params() {
    Map<String, String> params = new HashMap<>();
    do {
      skipSpace();
      String name = token();
      if (name.isEmpty() || !skip('=')) {
        return params;
      }
      params.put(name.toLowerCase(Locale.ROOT), tokenOrQuoted());
      skipSpace();
    } while (skip(','));
    return params;
  }

  private boolean skip(char expected) {
    boolean there = at < value.length() && value.charAt(at) == expected;
    if (there) {
      at++;
    }
    return there;
  }

  private void skipSpace() {
    while (at < value.length() && " \t\r\n".indexOf(value.charAt(at)) >= 0) {
      at++;
    }
  }

  private String token() {
    int start = at;
    while (at < value.length() && isToken(value.charAt(at))) {
      at++;
    }
    return value.substring(start, at);
  }

  private static boolean isToken(char c) {
    return c > ' ' && c < 0x7f && SEPARATORS.indexOf(c) < 0;
  }

  /// A quoted string that does not end is empty, and swallows the rest.
  private String tokenOrQuoted() {
    if (!skip('"')) {
      return token();
    }
    StringBuilder unquoted = new StringBuilder();
    while (at < value.length()) {
      char c = value.charAt(at++);
      if (c == '"') {
        return unquoted.toString();
      }
      if (c != '\\') {
        unquoted.append(c);
      } else if (at < value.length()) {
        unquoted.append(value.charAt(at++));
      }
    }
    return "";
  }
}
