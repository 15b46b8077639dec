package dev.pullable.tls;

import java.time.Duration;
import java.time.Instant;

/// The span in which a certificate is valid.
record Validity(Instant notBefore, Instant notAfter) {
  /// For peers whose clocks are behind.
  private static final Duration BACK_DATED = Duration.ofMinutes(5);

  static Validity from(Instant now, Duration lifetime) {
    if (!lifetime.isPositive()) {
      throw new IllegalArgumentException("a certificate must live longer than " + lifetime);
    }
    return new Validity(now.minus(BACK_DATED), now.plus(lifetime));
  }

  /// This span, ended no later than that of the signer.
  Validity within(Instant signerNotAfter) {
    return notAfter.isAfter(signerNotAfter) ? new Validity(notBefore, signerNotAfter) : this;
  }
}
