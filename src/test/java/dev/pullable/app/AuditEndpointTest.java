package dev.pullable.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.audit.AuditReport;
import dev.pullable.audit.Audited;
import dev.pullable.audit.HtmlReport;
import dev.pullable.audit.LastAudit;
import dev.pullable.audit.SampleReports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// The audit's report on the management port, with the settings of the real application.
class AuditEndpointTest {
  private static final String PATH = "/actuator/audit";

  private static ConfigurableApplicationContext application;

  /// As much of the application as the page needs.
  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @Import(AuditReportConfiguration.class)
  static class Page {
    @Bean
    LastAudit lastAudit() {
      return new LastAudit();
    }
  }

  @BeforeAll
  static void serve() {
    application =
        start(
            "--pullable.audit.enabled=true",
            // As in a Pod, where Boot would believe a proxy's headers.
            "--spring.main.cloud-platform=kubernetes");
    show(SampleReports.company());
  }

  private static void show(AuditReport report) {
    application.getBean(LastAudit.class).finished(new Audited(report, Map.of()));
  }

  private static ConfigurableApplicationContext start(String... more) {
    List<String> arguments = new ArrayList<>(List.of(more));
    arguments.addAll(
        List.of("--server.port=0", "--management.server.port=0", "--server.ssl.enabled=false"));
    return SpringApplication.run(Page.class, arguments.toArray(String[]::new));
  }

  @AfterAll
  static void stop() {
    application.close();
  }

  private static int port(ConfigurableApplicationContext context, String server) {
    return context.getEnvironment().getRequiredProperty("local." + server + ".port", Integer.class);
  }

  private static String get(String path, String... headers) throws IOException {
    return exchange(port(application, "management"), "GET", path, headers);
  }

  /// By hand, since no client sends a Host that it was not told of.
  private static String exchange(int port, String method, String path, String... headers)
      throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      String host =
          String.join("", headers).contains("Host:") ? "" : "Host: localhost:" + port + "\r\n";
      String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
      String request =
          method + " " + path + " HTTP/1.1\r\n" + host + more + "Connection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void itIsThePageWithItsPolicy() throws IOException {
    String answer = get(PATH, "Accept: text/html,application/xhtml+xml,*/*;q=0.8");

    assertThat(answer).startsWith("HTTP/1.1 200").contains("<!doctype html>");
    assertThat(headers(answer))
        .contains(
            "content-type: text/html;charset=utf-8",
            "x-content-type-options: nosniff",
            "x-frame-options: deny",
            "cache-control: no-store",
            "referrer-policy: no-referrer",
            ("content-security-policy: "
                    + HtmlReport.policy(SampleReports.company())
                    + "; frame-ancestors 'none'")
                .toLowerCase(Locale.ROOT));
  }

  private static List<String> headers(String answer) {
    return answer
        .substring(0, answer.indexOf("\r\n\r\n"))
        .toLowerCase(Locale.ROOT)
        .lines()
        .toList();
  }

  @Test
  void programsGetJson() throws IOException {
    for (String answer :
        List.of(get(PATH + "?format=json"), get(PATH, "Accept: application/json"))) {
      assertThat(answer).startsWith("HTTP/1.1 200").contains("\"version\" : 1");
      assertThat(headers(answer)).contains("content-type: application/json");
    }
    assertThat(get(PATH)).contains("<!doctype html>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: rebound.example.com",
        "X-Forwarded-For: 127.0.0.1",
        "X-Forwarded-For: 10.0.0.1",
        "Forwarded: for=127.0.0.1",
        "X-Real-IP: 127.0.0.1"
      })
  void whoIsNotAtTheForwardedPortIsRefused(String header) throws IOException {
    String answer = get(PATH, header);

    assertThat(answer).startsWith("HTTP/1.1 403").doesNotContain("<html");
    assertThat(headers(answer)).contains("content-type: text/plain;charset=utf-8");
  }

  @ParameterizedTest
  @CsvSource({"POST", "PUT", "DELETE"})
  void itCannotBeWritten(String method) throws IOException {
    assertThat(exchange(port(application, "management"), method, PATH, "Content-Length: 0"))
        .startsWith("HTTP/1.1 405");
  }

  @Test
  void itIsNotOnTheOtherPort() throws IOException {
    assertThat(exchange(port(application, "server"), "GET", PATH)).startsWith("HTTP/1.1 404");
  }

  @Test
  void beforeTheFirstPassThereIsASentence() throws IOException {
    try (ConfigurableApplicationContext early = start("--pullable.audit.enabled=true")) {
      assertThat(exchange(port(early, "management"), "GET", PATH))
          .startsWith("HTTP/1.1 503")
          .contains("No audit has finished yet");
    }
  }

  @Test
  void withoutTheAuditThereIsNothing() throws IOException {
    try (ConfigurableApplicationContext without = start()) {
      assertThat(exchange(port(without, "management"), "GET", PATH)).startsWith("HTTP/1.1 404");
    }
  }

  @Test
  void anEmptyReportIsServed() throws IOException {
    AuditReport before = SampleReports.company();
    show(SampleReports.nothing());
    try {
      assertThat(get(PATH)).contains("No image was found to check.");
    } finally {
      show(before);
    }
  }
}
