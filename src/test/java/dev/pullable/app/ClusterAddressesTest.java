package dev.pullable.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.pullable.registry.EgressProxies;
import dev.pullable.registry.EgressProxies.UnusableVariable;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusterAddressesTest {
  @Test
  void theApiServerIsKnownByAddressAndPortAndTheServiceByAddress() throws Exception {
    var server = InetSocketAddress.createUnresolved("10.96.0.1", 443);
    InetAddress address = InetAddress.getByName("10.96.0.1");
    InetAddress service = InetAddress.getByName("10.96.7.7");
    try (ClusterAddresses own = new ClusterAddresses(List.of(server), List.of("10.96.7.7"))) {
      assertThat(own.isApiServer(address, 443)).isTrue();
      assertThat(own.isApiServer(address, 5000)).isFalse();
      await().until(() -> own.isOwn(service));
      assertThat(own.isOwn(InetAddress.getLoopbackAddress())).isTrue();
      assertThat(own.isOwn(InetAddress.getByName("192.0.2.1"))).isFalse();
    }
  }

  @Test
  void aProxyThatCannotBeUsedIsToldByItsVariableWithoutItsPassword() {
    UnusableVariable unusable =
        catchThrowableOfType(
            UnusableVariable.class,
            () -> EgressProxies.of(Map.of("https_proxy", "socks5://user:sesame@proxy:1080")));

    assertThat(new UnusableProxyAnalyzer().analyze(unusable, unusable))
        .satisfies(it ->
            assertThat(it.getDescription())
                .contains("https_proxy", "socks5")
                .doesNotContain("sesame"));
  }
}
