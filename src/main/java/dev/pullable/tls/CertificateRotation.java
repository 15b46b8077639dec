package dev.pullable.tls;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps a valid certificate served, and the authority that signed it trusted. All replicas share
/// the authorities in a store; each signs a certificate of its own. A new authority is made known
/// first, signs when it has been known for a while, and the old one stays trusted until nothing
/// that it signed can be in use.
public final class CertificateRotation implements ServedCertificate {
  private static final Logger log = LoggerFactory.getLogger(CertificateRotation.class);

  private final SharedAuthorities shared;
  private final ServingLeaf leaf;
  private final TrustPublication publication;
  private final RotationTimes times;
  private final InstantSource time;
  private final Complaint unreadable = new Complaint(log, "The CA is not available");
  private final Complaint unwritable = new Complaint(log, "The CA cannot be rotated");
  private volatile @Nullable Authorities known;

  /// The outside of a rotation.
  ///
  /// @param store where the authorities are kept
  /// @param caBundle where those who call learn of them
  /// @param armed whether callers may be sent here: until then `caBundle` is left alone
  /// @param server presents a certificate from its next handshake on
  /// @param trusted is told the trusted certificates in PEM each time that they change
  public record Surroundings(
      AuthorityStore store,
      CaBundle caBundle,
      BooleanSupplier armed,
      Consumer<ServingCertificate> server,
      Consumer<String> trusted) {}

  public CertificateRotation(
      ServingNames names, RotationTimes times, Surroundings surroundings, InstantSource time) {
    this.times = times;
    this.time = time;
    shared = new SharedAuthorities(surroundings.store(), times, time);
    leaf =
        new ServingLeaf(
            names, times.serving(), time, RandomGenerator.getDefault(), surroundings.server());
    publication = new TrustPublication(surroundings, times.settling(), time);
  }

  /// Does whatever is due: to be called every few seconds, by one thread at a time. It waits for
  /// the store and the `caBundle`, and never for anything else.
  public synchronized void step() {
    SharedAuthorities.State state = shared.refresh();
    unreadable.is(state.problem());
    Authorities authorities = state.authorities();
    if (authorities == null) {
      return;
    }
    known = authorities;
    if (leaf.notAfter().isEmpty()) {
      renew(authorities, false);
    }
    // What was read earlier may be older than what another replica has made known.
    boolean settled =
        state.problem() == null && publication.settled(Pem.of(authorities.trusted()), serving());
    renew(authorities, settled);
    if (state.problem() == null) {
      authorities.due(settled, times, time).ifPresent(change -> unwritable.is(shared.keep(change)));
    }
  }

  @Override
  public boolean serving() {
    return servingNotAfter().filter(end -> time.instant().isBefore(end)).isPresent();
  }

  @Override
  public Optional<Instant> servingNotAfter() {
    return leaf.notAfter();
  }

  @Override
  public Optional<Instant> authorityNotAfter() {
    Authorities authorities = known;
    return authorities == null ? Optional.empty() : Optional.of(authorities.signing().notAfter());
  }

  private void renew(Authorities authorities, boolean settled) {
    leaf.renew(authorities, settled)
        .ifPresent(made -> log.info("Serving {}, signed by {}", made, authorities.signing()));
  }
}
