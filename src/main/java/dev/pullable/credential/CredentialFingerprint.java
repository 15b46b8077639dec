package dev.pullable.credential;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A name for a credential that is safe to hold in a cache's key: equal for equal user names and
/// passwords, and of no use outside this process, whose random key it needs.
public final class CredentialFingerprint {
  /// The fingerprint of every credential that goes out anonymously, and of none at all.
  public static final String ANONYMOUS = "anonymous";

  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  public CredentialFingerprint() {
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    key = new SecretKeySpec(random, ALGORITHM);
  }

  /// The fingerprint: 64 hex digits, or [#ANONYMOUS].
  public String of(Credential credential) {
    if (credential.anonymousOnWire()) {
      return ANONYMOUS;
    }
    byte[] username = credential.username().getBytes(StandardCharsets.UTF_8);
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      // The length keeps "a" with "bc" apart from "ab" with "c".
      mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, username.length));
      mac.update(username);
      mac.update(credential.password().reveal().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(mac.doFinal());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }
}
