package dev.pullable.reference;

import java.util.Map;
import java.util.Optional;

/// A content digest such as `sha256:…`, of an algorithm that containerd supports.
///
/// @param algorithm `sha256`, `sha384` or `sha512`
/// @param hex the lower-case hex digits
public record Digest(String algorithm, String hex) {

  /// How many hex digits a digest of each supported algorithm has.
  static final Map<String, Integer> HEX_DIGITS = Map.of("sha256", 64, "sha384", 96, "sha512", 128);

  /// The digest that a text is; empty where the algorithm, the number of digits or a digit is not
  /// what containerd accepts.
  public static Optional<Digest> parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      return Optional.empty();
    }
    String algorithm = text.substring(0, colon);
    String hex = text.substring(colon + 1);
    Integer digits = HEX_DIGITS.get(algorithm);
    return digits != null && digits == hex.length() && Ascii.isLowerCaseHex(hex)
        ? Optional.of(new Digest(algorithm, hex))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return algorithm + ":" + hex;
  }
}
