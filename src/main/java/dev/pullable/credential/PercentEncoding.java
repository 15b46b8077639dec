package dev.pullable.credential;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/// Percent-encoding as Go's net/url undoes it, over octets.
enum PercentEncoding {
  /// A path, user info or fragment: any octet may be escaped.
  ANYWHERE,
  /// A host: of ASCII only `%25` may be escaped (net/url: encodeHost).
  HOST,
  /// The zone of an IPv6 address: what a host may hold, and a blank (net/url: encodeZone).
  ZONE;

  private static final BitSet HOST_OCTETS = new BitSet();

  static {
    HOST_OCTETS.set('a', 'z' + 1);
    HOST_OCTETS.set('A', 'Z' + 1);
    HOST_OCTETS.set('0', '9' + 1);
    "-_.~!$&'()*+,;=:[]<>\"".chars().forEach(HOST_OCTETS::set);
  }

  /// The octets without escapes; null where an escape is broken or an octet is out of place.
  @Nullable String decode(String octets) {
    StringBuilder decoded = new StringBuilder(octets.length());
    for (int i = 0; i < octets.length(); i++) {
      char c = octets.charAt(i);
      if (c == '%') {
        int value = escaped(octets, i);
        if (value < 0 || !allowsEscaped(value)) {
          return null;
        }
        decoded.append((char) value);
        i += 2;
      } else if (allowsPlain(c)) {
        decoded.append(c);
      } else {
        return null;
      }
    }
    return decoded.toString();
  }

  private static int escaped(String octets, int percent) {
    if (percent + 2 >= octets.length()) {
      return -1;
    }
    int high = hex(octets.charAt(percent + 1));
    int low = hex(octets.charAt(percent + 2));
    return high < 0 || low < 0 ? -1 : high << 4 | low;
  }

  private static int hex(char c) {
    return c < 0x80 ? Character.digit(c, 16) : -1;
  }

  private boolean allowsEscaped(int value) {
    return switch (this) {
      case ANYWHERE -> true;
      case HOST -> value >= 0x80 || value == '%';
      case ZONE -> value == '%' || value == ' ' || HOST_OCTETS.get(value);
    };
  }

  private boolean allowsPlain(char c) {
    return this == ANYWHERE || c >= 0x80 || HOST_OCTETS.get(c);
  }
}
