package dev.pullable.tls;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The text form of [Authorities]: `tls.crt` and `tls.key` of the one that signs, as a Secret of
/// type `kubernetes.io/tls` has them, `next.crt` and `next.key`, `retired.crt` with
/// `retired-until`, and in `ca.crt` all that callers should trust, for people to take.
final class AuthoritiesText {
  private static final String CERTIFICATE = "tls.crt";
  private static final String KEY = "tls.key";
  private static final String NEXT_CERTIFICATE = "next.crt";
  private static final String NEXT_KEY = "next.key";
  private static final String RETIRED = "retired.crt";
  private static final String RETIRED_UNTIL = "retired-until";
  private static final String TRUSTED = "ca.crt";

  /// Twice what we write ourselves.
  private static final int MOST_RETIRED = 32;

  private AuthoritiesText() {}

  static AuthorityEntries write(Authorities authorities) {
    Map<String, String> values = new HashMap<>();
    values.put(CERTIFICATE, authorities.signing().certificatePem());
    values.put(KEY, authorities.signing().privateKeyPem());
    values.put(TRUSTED, Pem.of(authorities.trusted()));
    CertificateAuthority next = authorities.next();
    if (next != null) {
      values.put(NEXT_CERTIFICATE, next.certificatePem());
      values.put(NEXT_KEY, next.privateKeyPem());
    }
    if (!authorities.retired().isEmpty()) {
      values.put(RETIRED, Pem.of(authorities.retired()));
      values.put(RETIRED_UNTIL, authorities.retiredUntil().toString());
    }
    return new AuthorityEntries(values);
  }

  /// @throws GeneralSecurityException if an entry is missing or cannot be read; the message names
  ///   it and quotes nothing
  static Authorities read(AuthorityEntries entries, InstantSource time)
      throws GeneralSecurityException {
    Map<String, String> values = entries.values();
    CertificateAuthority signing = authority(values, CERTIFICATE, KEY, time);
    if (signing == null) {
      throw new GeneralSecurityException("there is no " + CERTIFICATE + " with " + KEY);
    }
    List<X509Certificate> retired = retired(values);
    return new Authorities(
        signing,
        authority(values, NEXT_CERTIFICATE, NEXT_KEY, time),
        retired,
        retired.isEmpty() ? Instant.EPOCH : retiredUntil(values));
  }

  private static @Nullable CertificateAuthority authority(
      Map<String, String> values, String certificate, String key, InstantSource time)
      throws GeneralSecurityException {
    String certificatePem = values.get(certificate);
    String keyPem = values.get(key);
    if (certificatePem == null || keyPem == null) {
      return null;
    }
    try {
      return CertificateAuthority.of(certificatePem, keyPem, time);
    } catch (GeneralSecurityException e) {
      throw new GeneralSecurityException(certificate + " with " + key + ": " + e.getMessage(), e);
    }
  }

  private static List<X509Certificate> retired(Map<String, String> values)
      throws GeneralSecurityException {
    String pem = values.get(RETIRED);
    if (pem == null) {
      return List.of();
    }
    try {
      return Pem.certificates(pem, MOST_RETIRED);
    } catch (GeneralSecurityException e) {
      throw new GeneralSecurityException(RETIRED + ": " + e.getMessage(), e);
    }
  }

  private static Instant retiredUntil(Map<String, String> values) throws GeneralSecurityException {
    try {
      return Instant.parse(values.getOrDefault(RETIRED_UNTIL, ""));
    } catch (DateTimeException _) {
      throw new GeneralSecurityException(RETIRED_UNTIL + ": not a time");
    }
  }
}
