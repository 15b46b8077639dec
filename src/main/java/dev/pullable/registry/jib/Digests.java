package dev.pullable.registry.jib;

import dev.pullable.reference.Digest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Computes digests.
final class Digests {
  private Digests() {}

  /// @param algorithm `sha256`, `sha384` or `sha512`
  static Digest of(String algorithm, byte[] content) {
    try {
      byte[] hash = MessageDigest.getInstance(javaName(algorithm)).digest(content);
      return new Digest(algorithm, HexFormat.of().formatHex(hash));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has the SHA-2 family", e);
    }
  }

  private static String javaName(String algorithm) {
    return "SHA-" + algorithm.substring("sha".length());
  }
}
