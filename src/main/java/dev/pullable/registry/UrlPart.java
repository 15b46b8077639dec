package dev.pullable.registry;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A part of a URL and how Go's net/url escapes it, over octets: text whose every char is one octet
/// of UTF-8.
enum UrlPart {
  PATH("$&+,/:;=@"),
  USER("$&+,;="),
  HOST("!$&'()*+,;=:[]<>\""),
  ZONE("!$&'()*+,;=:[]<>\""),
  QUERY(""),
  FRAGMENT("$&+,/:;=?@!()*");

  private static final String HEX = "0123456789ABCDEF";

  private final String plain;

  UrlPart(String reserved) {
    plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.~" + reserved;
  }

  /// The octets of a text.
  static String octets(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  String encode(String octets) {
    StringBuilder encoded = new StringBuilder(octets.length());
    for (int i = 0; i < octets.length(); i++) {
      char c = octets.charAt(i);
      if (isPlain(c)) {
        encoded.append(c);
      } else if (this == QUERY && c == ' ') {
        encoded.append('+');
      } else {
        appendEscaped(encoded, c);
      }
    }
    return encoded.toString();
  }

  /// The octets without escapes; null where an escape is broken or an octet is out of place.
  @Nullable String decode(String encoded) {
    StringBuilder decoded = new StringBuilder(encoded.length());
    for (int i = 0; i < encoded.length(); i++) {
      char c = encoded.charAt(i);
      if (c == '%') {
        int octet = escapedAt(encoded, i);
        if (octet < 0 || !mayBeEscaped(octet)) {
          return null;
        }
        decoded.append((char) octet);
        i += 2;
      } else if (isHost() && c < 0x80 && !isPlain(c)) {
        return null;
      } else {
        decoded.append(this == QUERY && c == '+' ? ' ' : c);
      }
    }
    return decoded.toString();
  }

  /// The text itself if it is a way to write this part, otherwise Go's own way; null if it is
  /// broken (net/url: setPath, EscapedPath, validEncoded).
  @Nullable String canonical(String encoded) {
    String decoded = decode(encoded);
    if (decoded == null) {
      return null;
    }
    boolean valid = encoded.chars().allMatch(c -> "!$&'()*+,;=:@[]%".indexOf(c) >= 0 || isPlain(c));
    return valid ? encoded : encode(decoded);
  }

  /// A raw query as it can go into a request line; Go sends it as it is.
  static String sendable(String rawQuery) {
    StringBuilder sendable = new StringBuilder(rawQuery.length());
    for (int i = 0; i < rawQuery.length(); i++) {
      char c = rawQuery.charAt(i);
      boolean broken = c == '%' && escapedAt(rawQuery, i) < 0;
      if (broken || c <= ' ' || c >= 0x7f || "\"<>[]\\^`{|}".indexOf(c) >= 0) {
        appendEscaped(sendable, c);
      } else {
        sendable.append(c);
      }
    }
    return sendable.toString();
  }

  private boolean isPlain(int c) {
    return plain.indexOf(c) >= 0;
  }

  private boolean isHost() {
    return this == HOST || this == ZONE;
  }

  /// net/url: of ASCII, a host may escape only `%`, a zone also what a host may hold, and a blank.
  private boolean mayBeEscaped(int octet) {
    return switch (this) {
      case HOST -> octet >= 0x80 || octet == '%';
      case ZONE -> octet == '%' || octet == ' ' || isPlain(octet);
      case PATH, USER, QUERY, FRAGMENT -> true;
    };
  }

  private static int escapedAt(String text, int percent) {
    if (percent + 2 >= text.length()) {
      return -1;
    }
    int high = hex(text.charAt(percent + 1));
    int low = hex(text.charAt(percent + 2));
    return high < 0 || low < 0 ? -1 : high << 4 | low;
  }

  private static int hex(char c) {
    return c < 0x80 ? Character.digit(c, 16) : -1;
  }

  private static void appendEscaped(StringBuilder to, char octet) {
    to.append('%').append(HEX.charAt(octet >> 4 & 0xf)).append(HEX.charAt(octet & 0xf));
  }
}
