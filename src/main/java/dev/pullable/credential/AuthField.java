package dev.pullable.credential;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The `auth` field of a docker config's entry: base64 of `username:password`.
sealed interface AuthField {

  /// What it holds.
  record Login(String username, Secret password) implements AuthField {}

  /// What the kubelet cannot read, which costs the whole secret.
  ///
  /// @param why one clause that shows nothing of the value
  record Unreadable(String why) implements AuthField {}

  /// Reads the field (kubelet: pkg/credentialprovider/config.go, decodeDockerConfigFieldAuth).
  static AuthField of(String field) {
    byte[] decoded = decode(field);
    if (decoded == null) {
      return new Unreadable("is not base64 of the standard alphabet");
    }
    int colon = 0;
    while (colon < decoded.length && decoded[colon] != ':') {
      colon++;
    }
    if (colon == decoded.length) {
      return new Unreadable("is not base64 of username:password, for it has no colon");
    }
    return new Login(
        GoText.decode(Arrays.copyOf(decoded, colon)),
        new Secret(GoText.decode(Arrays.copyOfRange(decoded, colon + 1, decoded.length))));
  }

  /// Decodes as the kubelet does, which neither of Java's decoders would: CR and LF are passed over
  /// wherever they are, padding is complete or absent, and bits left over are ignored.
  private static byte @Nullable [] decode(String field) {
    String digits = field.replace("\r", "").replace("\n", "");
    int end = digits.length();
    while (end > 0 && digits.length() - end < 2 && digits.charAt(end - 1) == '=') {
      end--;
    }
    boolean padded = end < digits.length();
    if (padded ? digits.length() % 4 != 0 : digits.length() % 4 == 1) {
      return null;
    }
    ByteArrayOutputStream decoded = new ByteArrayOutputStream(end);
    int bits = 0;
    for (int i = 0; i < end; i++) {
      int value = value(digits.charAt(i));
      if (value < 0) {
        return null;
      }
      bits = bits << 6 | value;
      // The second, third and fourth digit of four each complete an octet.
      if (i % 4 != 0) {
        decoded.write(bits >> (6 - 2 * (i % 4)));
      }
    }
    return decoded.toByteArray();
  }

  private static int value(char digit) {
    if (digit >= 'A' && digit <= 'Z') {
      return digit - 'A';
    }
    if (digit >= 'a' && digit <= 'z') {
      return digit - 'a' + 26;
    }
    if (digit >= '0' && digit <= '9') {
      return digit - '0' + 52;
    }
    return digit == '+' ? 62 : digit == '/' ? 63 : -1;
  }
}
