package dev.pullable.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/// What somebody wrote into the Secret is read or refused, whatever it is.
class AuthoritiesTextProperties {
  private static final InstantSource TIME = InstantSource.system();
  private static final AuthorityEntries ENTRIES = entries();
  private static final List<String> NAMES = ENTRIES.values().keySet().stream().sorted().toList();

  @Property(tries = 2000)
  void aChangedByteIsReadOrRefused(
      @ForAll @IntRange(max = 5000) int index,
      @ForAll @IntRange(max = 6) int entry,
      @ForAll @IntRange(min = 1, max = 127) int character) {
    Map<String, String> values = new HashMap<>(ENTRIES.values());
    String name = NAMES.get(entry % NAMES.size());
    StringBuilder text = new StringBuilder(values.get(name));
    text.setCharAt(index % text.length(), (char) character);
    values.put(name, text.toString());

    readOrRefuse(values);
  }

  @Property(tries = 500)
  void anyTextIsReadOrRefused(@ForAll String text, @ForAll @IntRange(max = 6) int entry) {
    Map<String, String> values = new HashMap<>(ENTRIES.values());
    values.put(NAMES.get(entry % NAMES.size()), text);

    readOrRefuse(values);
  }

  private static void readOrRefuse(Map<String, String> values) {
    try {
      assertThat(AuthoritiesText.read(new AuthorityEntries(values), TIME).trusted()).isNotEmpty();
    } catch (GeneralSecurityException e) {
      assertThat(e.getMessage()).isNotBlank().doesNotContain("BEGIN");
    }
  }

  private static AuthorityEntries entries() {
    Duration year = Duration.ofDays(365);
    return AuthoritiesText.write(
        new Authorities(
            CertificateAuthority.create(year, TIME),
            CertificateAuthority.create(year, TIME),
            List.of(CertificateAuthority.create(year, TIME).certificate()),
            Instant.now()));
  }
}
