package dev.pullable.credential;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryUrlTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "r g.io",
        "reg.io:a",
        "reg.io:5:6",
        "reg[a].io",
        "[::1",
        "[1.2.3.4]",
        "[::1]a",
        "[fe80::1%en0]",
        "[1::2::3]",
        "[1:2:3:4:5:6:7::8:9]",
        "[12345::]",
        "[::1.2.3.04]",
        "reg%2eio",
        "u\u00FC@reg.io",
        "u:%zz@reg.io",
        "reg.io/%zz",
        "reg.io/%4",
        "reg.io#%zz",
        "reg.io/\n",
        "reg.io/\u007f"
      })
  void whatGoRefusesIsUnparsable(String url) {
    assertThat(RegistryUrl.parse(url)).isInstanceOf(RegistryUrl.Unparsable.class);
  }

  @Test
  void hostAndPathAreDecoded() {
    assertThat(RegistryUrl.parse("u:p@r%C3%A9g.io:/a%2Fb c?q#f"))
        .isEqualTo(new RegistryUrl.Location("r\u00C3\u00A9g.io:", "/a/b c"));
    assertThat(RegistryUrl.parse("[fe80::1%25en 0]".replace(" ", "%20")))
        .isEqualTo(new RegistryUrl.Location("[fe80::1%en 0]", ""));
    assertThat(RegistryUrl.parse("[::ffff:1.2.3.4]:80/a"))
        .isEqualTo(new RegistryUrl.Location("[::ffff:1.2.3.4]:80", "/a"));
  }

  @Test
  void aKeyIsShownOnOneLineWithoutUserInfo() {
    assertThat(RegistryKey.shown("https://u:p/w@reg.io/x")).isEqualTo("https://***@reg.io/x");
    assertThat(RegistryKey.shown("https://u:p@reg.io/x?t=1#f"))
        .isEqualTo("https://***@reg.io/x?***");
    assertThat(RegistryKey.shown("reg.io/x#t@ken")).isEqualTo("***");
    assertThat(RegistryKey.shown("https://reg.io/x?t@ken")).isEqualTo("https://***");
    assertThat(RegistryKey.shown("reg.io/\n\u202Ex")).isEqualTo("reg.io/\uFFFD\uFFFDx");
    assertThat(RegistryKey.shown("x".repeat(300))).isEqualTo("x".repeat(200) + "…");
  }
}
