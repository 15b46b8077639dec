package dev.pullable.registry.jib;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.http.Fault;
import dev.pullable.deadline.Deadline;
import dev.pullable.registry.Endpoint;
import dev.pullable.registry.Endpoint.Transport;
import dev.pullable.registry.RegistryEvents;
import dev.pullable.testregistry.OnLoopback;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is told of each HTTP exchange.
class ExchangeEventsWireTest {
  private final WireMockServer server = new WireMockServer(wireMockConfig().dynamicPort());
  private final WireMockServer other = new WireMockServer(wireMockConfig().dynamicPort());
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final HttpExchanges http =
      new HttpExchanges(
          OnLoopback.settings(List.of(), Duration.ofSeconds(1)),
          new BoundedLookups(),
          new RegistryEvents() {
            @Override
            public void exchanged(
                String host, String method, ExchangeOutcome outcome, Duration took) {
              assertThat(took).isPositive();
              told.add(host + " " + method + " " + outcome);
            }
          });

  @BeforeEach
  void start() {
    server.start();
    other.start();
  }

  @AfterEach
  void stop() throws IOException {
    http.close();
    server.stop();
    other.stop();
  }

  @ParameterizedTest
  @CsvSource({
    "200, SUCCESS",
    "204, SUCCESS",
    "304, REDIRECT",
    "400, OTHER",
    "401, UNAUTHORIZED",
    "403, FORBIDDEN",
    "404, NOT_FOUND",
    "405, OTHER",
    "429, RATE_LIMITED",
    "500, SERVER_ERROR",
    "599, SERVER_ERROR"
  })
  void aStatusIsAnOutcome(int status, String outcome) {
    server.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(status)));

    exchange("GET", Duration.ofSeconds(10));

    assertThat(told).containsExactly(host(server) + " GET " + outcome);
  }

  @Test
  void eachHopOfARedirectIsTold() {
    server.stubFor(
        any(anyUrl())
            .willReturn(
                aResponse().withStatus(307).withHeader("Location", "http://" + host(other) + "/")));
    other.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(200)));

    exchange("HEAD", Duration.ofSeconds(10));

    assertThat(told)
        .containsExactly(host(server) + " HEAD REDIRECT", host(other) + " HEAD SUCCESS");
  }

  @Test
  void aBrokenConnectionIsNoAnswer() {
    server.stubFor(any(anyUrl()).willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));

    exchange("GET", Duration.ofSeconds(10));

    assertThat(told).containsExactly(host(server) + " GET NO_ANSWER");
  }

  @Test
  void anOverlongBodyIsNoAnswer() {
    server.stubFor(any(anyUrl()).willReturn(aResponse().withBody("x".repeat(10_000))));

    exchange("GET", Duration.ofSeconds(10));

    assertThat(told).containsExactly(host(server) + " GET NO_ANSWER");
  }

  @Test
  void whatIsNotSentIsNotTold() {
    exchange("GET", Duration.ZERO);

    assertThat(told).isEmpty();
  }

  private void exchange(String method, Duration budget) {
    HttpCall call =
        new HttpCall(method, "http://" + host(server) + "/v2/", "", Map.of(), null, null, 1_000, 3);
    http.exchange(new Endpoint(host(server), Transport.PLAIN), call, Deadline.in(budget));
  }

  private static String host(WireMockServer server) {
    return "localhost:" + server.port();
  }
}
