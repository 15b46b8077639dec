package dev.pullable.tls;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One replica's own serving certificate, renewed while it is in use.
final class ServingLeaf {
  /// Replicas that started together do not renew together.
  private static final double JITTER = 0.1;

  private final ServingNames names;
  private final Duration lifetime;
  private final InstantSource time;
  private final RandomGenerator random;
  private final Consumer<ServingCertificate> server;
  private volatile @Nullable Issued current;

  private record Issued(
      ServingCertificate certificate, X509Certificate authority, Instant renewal) {}

  /// @param server presents the certificate from its next handshake on
  ServingLeaf(
      ServingNames names,
      Duration lifetime,
      InstantSource time,
      RandomGenerator random,
      Consumer<ServingCertificate> server) {
    this.names = names;
    this.lifetime = lifetime;
    this.time = time;
    this.random = random;
    this.server = server;
  }

  /// Presents a new certificate where there is none yet, where the present one is old, and where
  /// another authority should have signed it.
  ///
  /// @param settled whether callers are known to trust all of these authorities
  /// @return the certificate, if there is a new one
  Optional<ServingCertificate> renew(Authorities authorities, boolean settled) {
    Instant now = time.instant();
    // What it signed now could not be valid.
    if (!now.isBefore(authorities.signing().notAfter()) || !due(authorities, settled, now)) {
      return Optional.empty();
    }
    ServingCertificate made = authorities.signing().issue(names, lifetime);
    server.accept(made);
    current = new Issued(made, authorities.signing().certificate(), renewal(now, made.notAfter()));
    return Optional.of(made);
  }

  /// The moment at which the present certificate ends.
  Optional<Instant> notAfter() {
    Issued issued = current;
    return issued == null ? Optional.empty() : Optional.of(issued.certificate().notAfter());
  }

  private boolean due(Authorities authorities, boolean settled, Instant now) {
    Issued issued = current;
    if (issued == null || !now.isBefore(issued.renewal())) {
      return true;
    }
    List<X509Certificate> trusted = authorities.trusted();
    boolean foreign = !issued.authority().equals(authorities.signing().certificate());
    return foreign && (settled || !trusted.contains(issued.authority()));
  }

  private Instant renewal(Instant now, Instant notAfter) {
    Duration twoThirds = Duration.between(now, notAfter).multipliedBy(2).dividedBy(3);
    double part = 1 - JITTER * random.nextDouble();
    return now.plusMillis((long) (twoThirds.toMillis() * part));
  }
}
