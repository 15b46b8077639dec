package dev.pullable.credential;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/// When a password ends that says so itself: a JWT by its `exp` (RFC 7519, 4.1.4), a token of
/// Amazon ECR by its `expiration`. Nothing else of it is read, and nothing is verified.
public final class Expiry {
  /// Far more than any registry's token has.
  private static final int LONGEST = 64 * 1024;

  /// The year 5138; later ones are no seconds.
  private static final double LATEST = 1e11;

  // Names are not canonicalised: hostile ones would be made to collide.
  private static final JsonFactory JSON =
      JsonFactory.builder().disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES).build();

  private Expiry() {}

  /// The moment, or none where it is not told. Throws nothing.
  public static Optional<Instant> of(Credential credential) {
    String password = credential.password().reveal();
    if (password.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      String[] parts = password.split("\\.", 4);
      if (parts.length == 3 && !parts[2].isEmpty()) {
        Base64.getUrlDecoder().decode(parts[0]);
        Base64.getUrlDecoder().decode(parts[2]);
        return seconds(Base64.getUrlDecoder().decode(parts[1]), "exp");
      }
      return credential.username().equals("AWS")
          ? seconds(Base64.getDecoder().decode(password), "expiration")
          : Optional.empty();
    } catch (IllegalArgumentException | IOException _) {
      // No base64, or no JSON: it is a password like any other.
      return Optional.empty();
    }
  }

  /// A number of seconds since 1970 that is a member of an object.
  private static Optional<Instant> seconds(byte[] object, String member) throws IOException {
    try (JsonParser json = JSON.createParser(object)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        boolean wanted = json.currentName().equals(member);
        JsonToken value = json.nextToken();
        if (wanted && value != null && value.isNumeric()) {
          return moment(json.getDoubleValue());
        }
        json.skipChildren();
      }
      return Optional.empty();
    }
  }

  private static Optional<Instant> moment(double seconds) {
    return seconds > 0 && seconds < LATEST
        ? Optional.of(Instant.ofEpochSecond((long) seconds))
        : Optional.empty();
  }
}
