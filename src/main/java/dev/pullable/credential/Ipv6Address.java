package dev.pullable.credential;

/// The textual form of an IPv6 address, as Go's net/netip reads it.
final class Ipv6Address {
  private static final int GROUPS = 8;

  private Ipv6Address() {}

  /// Whether the text is an IPv6 address, with or without a zone.
  static boolean isValid(String text) {
    int zone = text.indexOf('%');
    if (zone == text.length() - 1 && zone >= 0) {
      return false;
    }
    String address = zone < 0 ? text : text.substring(0, zone);
    int gap = address.indexOf("::");
    if (gap < 0) {
      return groups(address) == GROUPS;
    }
    String before = address.substring(0, gap);
    String after = address.substring(gap + 2);
    int head = before.isEmpty() ? 0 : hexGroups(before);
    int tail = after.isEmpty() ? 0 : groups(after);
    return head >= 0 && tail >= 0 && head + tail < GROUPS;
  }

  /// How many groups the text has, the last two of which may be an IPv4 address; -1 for none.
  private static int groups(String text) {
    int colon = text.lastIndexOf(':');
    String last = text.substring(colon + 1);
    if (last.indexOf('.') < 0) {
      return hexGroups(text);
    }
    if (!isIpv4(last)) {
      return -1;
    }
    if (colon < 0) {
      return 2;
    }
    int before = hexGroups(text.substring(0, colon));
    return before < 0 ? -1 : before + 2;
  }

  private static int hexGroups(String text) {
    String[] groups = text.split(":", -1);
    for (String group : groups) {
      if (group.isEmpty() || group.length() > 4 || !group.chars().allMatch(Ipv6Address::isHex)) {
        return -1;
      }
    }
    return groups.length;
  }

  private static boolean isHex(int c) {
    return c < 0x80 && Character.digit(c, 16) >= 0;
  }

  private static boolean isIpv4(String text) {
    String[] fields = text.split("\\.", -1);
    for (String field : fields) {
      boolean digits = !field.isEmpty() && field.chars().allMatch(c -> c >= '0' && c <= '9');
      boolean leadingZero = field.length() > 1 && field.charAt(0) == '0';
      if (!digits || leadingZero || field.length() > 3 || Integer.parseInt(field) > 255) {
        return false;
      }
    }
    return fields.length == 4;
  }
}
