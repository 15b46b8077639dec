package dev.pullable.registry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The JSON of a token, as Go's encoding/json decodes it into containerd's structs (containerd:
/// core/remotes/docker/auth/fetch.go): the first value only, member names in any case, null for
/// nothing, the last of a name counts, and a member of another type spoils all.
final class TokenBody {
  /// As deep as Go goes; the other limits are those of a body of 64 KiB.
  private static final StreamReadConstraints LIMITS =
      StreamReadConstraints.builder()
          .maxNestingDepth(10_000)
          .maxNumberLength(1 << 16)
          .maxNameLength(1 << 16)
          .build();

  private static final JsonFactory JSON =
      JsonFactory.builder().streamReadConstraints(LIMITS).build();

  private final String json;
  private final Set<Member> members;

  private String token = "";
  private String accessToken = "";
  private long expiresIn;

  /// What the answer to a GET has.
  static final Set<Member> OF_GET =
      EnumSet.of(
          Member.TOKEN,
          Member.ACCESS_TOKEN,
          Member.EXPIRES_IN,
          Member.ISSUED_AT,
          Member.REFRESH_TOKEN);

  /// What the answer to a POST has.
  static final Set<Member> OF_POST =
      EnumSet.of(
          Member.ACCESS_TOKEN,
          Member.REFRESH_TOKEN,
          Member.EXPIRES_IN,
          Member.ISSUED_AT,
          Member.SCOPE);

  /// A member that is looked at.
  enum Member {
    TOKEN,
    ACCESS_TOKEN,
    REFRESH_TOKEN,
    EXPIRES_IN,
    ISSUED_AT,
    SCOPE
  }

  private TokenBody(String json, Set<Member> members) {
    this.json = json;
    this.members = members;
  }

  /// The body, or null if Go would report an error.
  static @Nullable TokenBody read(String json, Set<Member> members) {
    TokenBody body = new TokenBody(json, members);
    // Of a value that is no object nothing is read after its last letter.
    if (json.stripLeading().startsWith("null")) {
      return body;
    }
    try (JsonParser parser = JSON.createParser(json)) {
      return parser.nextToken() == JsonToken.START_OBJECT && body.readMembers(parser) ? body : null;
    } catch (IOException e) {
      return null;
    }
  }

  /// The token, empty if there is none: access_token before token.
  String value() {
    return accessToken.isEmpty() ? token : accessToken;
  }

  /// In seconds, 0 if it is not told.
  long expiresIn() {
    return expiresIn;
  }

  private boolean readMembers(JsonParser parser) throws IOException {
    boolean sound = true;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      Member member = member(parser.currentName());
      JsonToken value = parser.nextToken();
      if (member != null && value != JsonToken.VALUE_NULL) {
        sound &= take(member, value, parser);
      }
      parser.skipChildren();
    }
    return sound;
  }

  private boolean take(Member member, JsonToken type, JsonParser parser) throws IOException {
    if (member == Member.EXPIRES_IN) {
      if (type != JsonToken.VALUE_NUMBER_INT) {
        return false;
      }
      expiresIn = parser.getLongValue();
      return true;
    }
    return type == JsonToken.VALUE_STRING && takeText(member, parser);
  }

  private boolean takeText(Member member, JsonParser parser) throws IOException {
    String text = parser.getText();
    switch (member) {
      case TOKEN -> token = text;
      case ACCESS_TOKEN -> accessToken = text;
      case ISSUED_AT -> {
        return GoTime.isRfc3339(text) && isUnescaped(text, parser);
      }
      case REFRESH_TOKEN, SCOPE, EXPIRES_IN -> {}
    }
    return true;
  }

  /// Go reads a time from the raw JSON, escapes and all.
  private boolean isUnescaped(String text, JsonParser parser) {
    int start = (int) parser.currentTokenLocation().getCharOffset();
    return json.startsWith(text + '"', start + 1);
  }

  private @Nullable Member member(String name) {
    // Go's simple case folding has two more letters for ASCII ones: the long s, the Kelvin sign.
    String folded = name.toLowerCase(Locale.ROOT).replace('\u017f', 's').replace('\u212a', 'k');
    for (Member member : members) {
      if (member.name().toLowerCase(Locale.ROOT).equals(folded)) {
        return member;
      }
    }
    return null;
  }
}
