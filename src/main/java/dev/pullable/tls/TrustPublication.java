package dev.pullable.tls;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How callers learn of the authorities, and for how long they have known the present ones.
final class TrustPublication {
  private static final Logger log = LoggerFactory.getLogger(TrustPublication.class);

  private final CertificateRotation.Surroundings surroundings;
  private final Duration settling;
  private final InstantSource time;
  private final Complaint unpublished = new Complaint(log, "The caBundle cannot be written");
  private String told = "";
  private String inPlace = "";
  private @Nullable Instant since;

  TrustPublication(
      CertificateRotation.Surroundings surroundings, Duration settling, InstantSource time) {
    this.surroundings = surroundings;
    this.settling = settling;
    this.time = time;
  }

  /// Makes these certificates known, and says whether they have been known for long enough.
  ///
  /// @param serving whether a certificate of theirs is presented already
  boolean settled(String pem, boolean serving) {
    if (!pem.equals(told)) {
      surroundings.trusted().accept(pem);
      told = pem;
    }
    if (serving && surroundings.armed().getAsBoolean()) {
      publish(pem);
    }
    return since != null && pem.equals(inPlace) && !time.instant().isBefore(since.plus(settling));
  }

  private void publish(String pem) {
    switch (surroundings.caBundle().publish(pem)) {
      case CaBundle.Outcome.InPlace _ -> {
        unpublished.is(null);
        if (!pem.equals(inPlace)) {
          began(pem);
        }
      }
      case CaBundle.Outcome.Changed _ -> {
        unpublished.is(null);
        log.info("The caBundle was written");
        began(pem);
      }
      case CaBundle.Outcome.Unavailable(String reason) -> unpublished.is(reason);
    }
  }

  private void began(String pem) {
    inPlace = pem;
    since = time.instant();
  }
}
