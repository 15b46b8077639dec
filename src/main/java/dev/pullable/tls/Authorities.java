package dev.pullable.tls;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The authorities at one moment of their rotation.
///
/// @param signing the one that signs
/// @param next the one that will, trusted already
/// @param retired those that have signed, trusted until what they signed has run out
/// @param retiredUntil when that is
record Authorities(
    CertificateAuthority signing,
    @Nullable CertificateAuthority next,
    List<X509Certificate> retired,
    Instant retiredUntil) {

  /// A stable order, so that the same certificates are always the same text.
  private static final Comparator<X509Certificate> OLDEST_FIRST =
      Comparator.comparing(X509Certificate::getNotBefore)
          .thenComparing(X509Certificate::getSerialNumber);

  /// A rotation leaves one; each loss of the Secret adds another, which somebody may do in a loop.
  private static final int MOST_RETIRED = 16;

  /// A change that is due.
  record Change(String what, Authorities to) {}

  Authorities {
    retired = List.copyOf(retired);
  }

  /// A first authority, or one in place of others that are lost, of which what they signed stays
  /// trusted.
  static Authorities fresh(List<X509Certificate> lost, RotationTimes times, InstantSource time) {
    Instant now = time.instant();
    return new Authorities(
        CertificateAuthority.create(times.authority(), time),
        null,
        stillTrusted(lost, now),
        now.plus(times.retirement()));
  }

  /// All that callers should trust.
  List<X509Certificate> trusted() {
    List<X509Certificate> all = new ArrayList<>(retired);
    all.add(signing.certificate());
    if (next != null) {
      all.add(next.certificate());
    }
    return all.stream().distinct().sorted(OLDEST_FIRST).toList();
  }

  /// The next step of the rotation, if it is time for one.
  ///
  /// @param settled whether all that callers should trust has been known to them for long enough
  Optional<Change> due(boolean settled, RotationTimes times, InstantSource time) {
    Instant now = time.instant();
    boolean expired = !livesAt(signing.certificate(), now);
    if (next != null && !livesAt(next.certificate(), now)) {
      return Optional.of(
          new Change(
              "The next CA expired before it signed",
              new Authorities(signing, null, retired, retiredUntil)));
    }
    if (next != null && (settled || expired)) {
      return Optional.of(new Change("The next CA signs from now on", promoted(next, now, times)));
    }
    if (expired) {
      return Optional.of(
          new Change("The CA expired and was replaced", fresh(retired, times, time)));
    }
    if (next == null && !now.isBefore(successionOf(signing))) {
      return Optional.of(
          new Change(
              "A next CA was made",
              new Authorities(
                  signing,
                  CertificateAuthority.create(times.authority(), time),
                  retired,
                  retiredUntil)));
    }
    if (!retired.isEmpty() && !now.isBefore(retiredUntil)) {
      return Optional.of(
          new Change(
              "A CA that signed before is no longer trusted",
              new Authorities(signing, next, List.of(), retiredUntil)));
    }
    return Optional.empty();
  }

  private Authorities promoted(CertificateAuthority successor, Instant now, RotationTimes times) {
    List<X509Certificate> old = new ArrayList<>(retired);
    old.add(signing.certificate());
    return new Authorities(successor, null, stillTrusted(old, now), now.plus(times.retirement()));
  }

  private static List<X509Certificate> stillTrusted(List<X509Certificate> retired, Instant now) {
    List<X509Certificate> all =
        retired.stream()
            .filter(certificate -> livesAt(certificate, now))
            .distinct()
            .sorted(OLDEST_FIRST)
            .toList();
    return all.subList(Math.max(0, all.size() - MOST_RETIRED), all.size());
  }

  private static Instant successionOf(CertificateAuthority authority) {
    Instant from = authority.certificate().getNotBefore().toInstant();
    return from.plus(Duration.between(from, authority.notAfter()).multipliedBy(2).dividedBy(3));
  }

  private static boolean livesAt(X509Certificate certificate, Instant now) {
    return now.isBefore(certificate.getNotAfter().toInstant());
  }
}
