package dev.pullable.tls;

import java.time.Instant;
import java.util.Optional;

/// The certificate that the server presents at this moment, for those who watch over it.
public sealed interface ServedCertificate permits CertificateRotation, MountedCertificate {

  /// Whether a certificate that callers can trust is presented and has not run out.
  boolean serving();

  /// The moment from which the certificate that is presented is no longer valid; empty while it is
  /// none that anybody trusts.
  Optional<Instant> servingNotAfter();

  /// The moment from which the authority that signs is no longer valid; empty while none is known,
  /// and where somebody else signs.
  Optional<Instant> authorityNotAfter();
}
