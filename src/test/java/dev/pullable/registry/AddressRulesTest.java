package dev.pullable.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRulesTest {
  private static final String FORBIDDEN =
      """
      0.0.0.0, 0.1.2.3, 127.0.0.1, 127.255.255.254, 169.254.0.1, 169.254.169.254, 169.254.170.2,
      100.100.100.200, 192.0.0.192, 168.63.129.16, 224.0.0.1, 239.255.255.255, 240.0.0.1,
      255.255.255.255, ::, ::1, 0:0:0:0:0:0:0:1, fe80::1, febf::1, ff02::1, fd00:ec2::254,
      fd00:ec2::253, fd20:ce::254, fd00:42::42, ::ffff:127.0.0.1, ::ffff:7f00:1,
      ::ffff:169.254.169.254, ::ffff:0.0.0.0, ::127.0.0.1, ::7f00:1, ::a9fe:a9fe,
      ::ffff:0:127.0.0.1, ::ffff:0:a9fe:a9fe, 64:ff9b::127.0.0.1, 64:ff9b::a9fe:a9fe,
      64:ff9b::6464:64c8, 64:ff9b:1::1, 2002:7f00:1::, 2002:a9fe:a9fe::1,
      2001:0:4136:e378:8000:63bf:80ff:fffe, 2001:db8::5efe:127.0.0.1, 127.1, 2130706433
      """;

  private static final String ALLOWED =
      """
      8.8.8.8, 1.1.1.1, 10.0.0.1, 172.16.0.1, 192.168.1.1, 100.64.0.1, 100.100.100.201, 128.0.0.1,
      126.255.255.255, 169.253.255.255, 169.255.0.1, 223.255.255.255, 168.63.129.17, 192.0.0.193,
      2606:4700::1, fd00::1, fc00::1, fd00:ec3::1, ::ffff:8.8.8.8, 64:ff9b::8.8.8.8,
      64:ff9b::10.0.0.1, 2002:808:808::, 2001:db8::1, fe00::1
      """;

  private static List<String> spellings(String table) {
    return List.of(table.strip().split(",\\s+"));
  }

  @ParameterizedTest
  @MethodSource("forbidden")
  void whereNobodysRegistryCanBeIsNotConnectedTo(String spelling) throws UnknownHostException {
    assertThat(allows(AddressRules.STRICT, spelling)).isFalse();
  }

  static List<String> forbidden() {
    return spellings(FORBIDDEN);
  }

  @ParameterizedTest
  @MethodSource("allowed")
  void publicAndPrivateAddressesAreConnectedTo(String spelling) throws UnknownHostException {
    assertThat(allows(AddressRules.STRICT, spelling)).isTrue();
  }

  static List<String> allowed() {
    return spellings(ALLOWED);
  }

  private static boolean allows(AddressRules rules, String spelling) throws UnknownHostException {
    return rules.allows(InetAddress.getByName(spelling), 443);
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.0/8, , 127.0.0.1, true",
    "127.0.0.0/8, , ::ffff:127.0.0.1, true",
    "127.0.0.0/8, , ::ffff:0:127.0.0.1, true",
    "127.0.0.0/8, , ::1, false",
    "127.0.0.2, , 127.0.0.1, false",
    "0.0.0.0/0, , 169.254.169.254, true",
    "::/0, , ::1, true",
    "::/0, , 64:ff9b::127.0.0.1, false",
    "127.0.0.0/8, 127.0.0.1, 127.0.0.1, false",
    "127.0.0.0/8, 127.0.0.1, 127.0.0.2, true",
    ", 10.0.0.0/8, 10.1.2.3, false",
    ", 10.0.0.0/8, ::ffff:10.1.2.3, false",
    ", 10.0.0.0/8, 64:ff9b::10.1.2.3, false",
    ", 10.0.0.0/8, 11.0.0.0, true",
    ", 10.128.0.0/9, 10.127.255.255, true",
    ", fc00::/7, fd12::1, false",
    "10.0.0.0/8, 0.0.0.0/0, 10.0.0.1, false"
  })
  void theOperatorsRangesComeFirstAndTheDeniedOnesBeforeTheAllowed(
      String allowed, String denied, String address, boolean connected)
      throws UnknownHostException {
    AddressRules rules = new AddressRules(ranges(allowed), ranges(denied), OwnAddresses.NONE);

    assertThat(allows(rules, address)).isEqualTo(connected);
  }

  private static List<AddressRange> ranges(String written) {
    return written == null ? List.of() : AddressRange.all(written);
  }

  @Test
  void theApiServerIsNeverConnectedToAndTheOwnAddressesOnlyIfAllowed() throws Exception {
    InetAddress service = InetAddress.getByName("10.96.0.1");
    InetAddress pod = InetAddress.getByName("10.1.2.3");
    OwnAddresses own =
        new OwnAddresses() {
          @Override
          public boolean isApiServer(InetAddress address, int port) {
            return address.equals(service) && port == 443;
          }

          @Override
          public boolean isOwn(InetAddress address) {
            return address.equals(pod);
          }
        };
    AddressRules strict = new AddressRules(List.of(), List.of(), own);
    AddressRules lenient = new AddressRules(AddressRange.all("10.0.0.0/8"), List.of(), own);
    InetAddress embedded = InetAddress.getByName("64:ff9b::10.96.0.1");

    assertThat(List.of(strict.allows(service, 443), lenient.allows(service, 443)))
        .containsExactly(false, false);
    assertThat(List.of(strict.allows(embedded, 443), lenient.allows(embedded, 443)))
        .containsExactly(false, false);
    assertThat(strict.allows(service, 5000)).isTrue();
    assertThat(List.of(strict.allows(pod, 443), lenient.allows(pod, 443)))
        .containsExactly(false, true);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "169.254.169.254",
        "[::1]",
        "[::ffff:169.254.169.254]",
        "[64:ff9b::7f00:1]",
        "127.1",
        "0x7f000001",
        "2130706433",
        "0177.0.0.1",
        "127.0.0.1.",
        "localhost",
        "LocalHost",
        "a.localhost",
        "localhost.",
        "metadata.google.internal",
        "metadata.google.internal.",
        "metadata",
        "[fe80::1%25eth0]",
        "[fd00:ec2::254]"
      })
  void whatNeedsNoLookupToBeForbiddenIsNotForAProxyEither(String host) {
    assertThat(AddressRules.STRICT.allowsUnresolved(host, 443)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"registry.example.com", "8.8.8.8", "10.0.0.1", "[2606:4700::1]", "my_host"})
  void otherHostsAre(String host) {
    assertThat(AddressRules.STRICT.allowsUnresolved(host, 443)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "10.0.0.0/",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0.1/8",
        "10.0/8",
        "::/129",
        "fe80::1%eth0",
        "localhost",
        "10.0.0.0/8/8",
        "10.0.0.0/٨"
      })
  void whatIsNoRangeIsRefused(String written) {
    assertThatThrownBy(() -> AddressRange.parse(written))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
