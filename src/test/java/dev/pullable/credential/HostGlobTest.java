package dev.pullable.credential;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostGlobTest {

  @ParameterizedTest
  @CsvSource({
    "reg, reg, true", "reg, regs, false", "*, '', true", "'', '', true", "'', a, false",
    "r*g, reg, true", "r*g, rg, true", "*a*b, xaxxb, true", "*a*b, xaxxbc, false", "**, reg, true",
    "r?g, reg, true", "r?g, rg, false", "[a-f], c, true", "[^a-f], c, false", "[]a], a, false",
    "[\\]], ], true", "[a-], a, false", "\\*, *, true", "\\*, a, false", "a*[b]*, axxbc, true"
  })
  void aLabelIsMatchedAsGoMatchesAFileName(String pattern, String name, boolean matches) {
    assertThat(HostGlob.of(pattern).matches(name)).isEqualTo(matches);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[", "[^", "[]", "a[", "[a", "[a-", "[-a]", "[a-b-c]", "\\", "*[", "[a\\"})
  void aBadPatternMatchesNothing(String pattern) {
    assertThat(HostGlob.of(pattern).matches("a")).isFalse();
    assertThat(HostGlob.of(pattern).matches("")).isFalse();
    assertThat(HostGlob.of(pattern).matches(pattern)).isFalse();
  }

  @Test
  void noLabelLongerThanDnsAllowsIsGlobbed() {
    assertThat(HostGlob.of("*").matches("a".repeat(63))).isTrue();
    assertThat(HostGlob.of("*").matches("a".repeat(64))).isFalse();
    assertThat(HostGlob.of("a".repeat(64)).matches("a".repeat(64))).isTrue();
    assertThat(HostGlob.of("*a".repeat(63) + "*").matches("a".repeat(63))).isTrue();
    assertThat(HostGlob.of("*a".repeat(64) + "*").matches("a".repeat(63))).isFalse();
    assertThat(HostGlob.of("*".repeat(9999)).matches("a")).isTrue();
  }
}
