package dev.pullable.testregistry;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// A user name and password as they came in.
record BasicCredential(String username, String password) {

  static Optional<BasicCredential> of(LoggedRequest request) {
    return request
        .authorization()
        .filter(value -> value.regionMatches(true, 0, "Basic ", 0, 6))
        .map(value -> decoded(value.substring(6).trim()));
  }

  String header() {
    String pair = username + ":" + password;
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  private static BasicCredential decoded(String base64) {
    try {
      String pair = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
      int colon = pair.indexOf(':');
      return colon < 0
          ? new BasicCredential(pair, "")
          : new BasicCredential(pair.substring(0, colon), pair.substring(colon + 1));
    } catch (IllegalArgumentException _) {
      return new BasicCredential("", "");
    }
  }
}
