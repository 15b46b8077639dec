package dev.pullable.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.io.FileSystemResource;

/// What the management port tells of reviews that were made, and that it tells no more.
class ManagementPortTest {
  @TempDir private static Path dir;
  private static Observed app;
  private static Scrape idle;
  private static Scrape loaded;

  @BeforeAll
  static void review() throws Exception {
    app = new Observed(dir);
    idle = app.scrape();
    app.reviewEach();
    loaded = app.scrape();
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  @Test
  void reviewsAreCountedByVerdictAndKind() {
    assertThat(loaded.sum("pullable_reviews_total", "verdict=\"admitted\"", "kind=\"Pod\""))
        .isEqualTo(2);
    assertThat(loaded.sum("pullable_reviews_total", "verdict=\"denied\"", "kind=\"Deployment\""))
        .isEqualTo(1);
    assertThat(loaded.sum("pullable_reviews_total", "verdict=\"warned\"", "kind=\"Pod\""))
        .isEqualTo(3);
    assertThat(loaded.sum("pullable_reviews_total", "verdict=\"unchecked\"")).isEqualTo(1);
    assertThat(loaded.sum("pullable_reviews_total", "kind=\"other\"")).isEqualTo(2);
    assertThat(loaded.sum("pullable_reviews_malformed_total")).isEqualTo(1);
    assertThat(loaded.sum("pullable_reviews_in_flight")).isZero();
    assertThat(loaded.sum("pullable_review_duration_seconds_count")).isEqualTo(8);
  }

  @Test
  void reasonsAndImagesAreCounted() {
    assertThat(
            loaded.sum(
                "pullable_review_reasons_total", "action=\"deny\"", "reason=\"TagNotFound\""))
        .isEqualTo(1);
    assertThat(
            loaded.sum(
                "pullable_images_total", "resolution=\"unpullable\"", "reason=\"TagNotFound\""))
        .as("two images of one Deployment")
        .isEqualTo(2);
    assertThat(loaded.values("reason"))
        .containsExactlyInAnyOrder(
            "TagNotFound", "WrongPlatform", "RateLimited", "DnsFailure", "none");
  }

  @Test
  void exchangesAreCountedByHost() {
    String host = "host=\"" + app.registry.authority() + "\"";

    assertThat(loaded.sum("pullable_registry_exchanges_total", host, "outcome=\"unauthorized\""))
        .isEqualTo(1);
    assertThat(loaded.sum("pullable_registry_exchanges_total", host, "outcome=\"rate_limited\""))
        .isEqualTo(1);
    assertThat(loaded.sum("pullable_registry_exchanges_total", host, "method=\"GET\""))
        .isPositive();
    assertThat(loaded.sum("pullable_registry_exchange_duration_seconds_count", host))
        .isEqualTo(loaded.sum("pullable_registry_exchanges_total", host));
    assertThat(loaded.sum("pullable_manifest_cache_lookups_total", "result=\"miss\"")).isPositive();
  }

  @Test
  void aHostThatNeverAnsweredIsOneOfTheOthers() {
    assertThat(loaded.values("host")).containsExactlyInAnyOrder(app.registry.authority(), "other");
    assertThat(
            loaded.sum(
                "pullable_registry_exchanges_total", "host=\"other\"", "outcome=\"no_answer\""))
        .isEqualTo(1);
  }

  @Test
  void nothingThatATenantWroteIsInAScrape() {
    assertThat(loaded.text().replace("webhook", ""))
        .doesNotContain("tenant", "TenantKind", "shop", "web", "regcred", "u-1", Observed.PASSWORD);
    assertThat(loaded.labels())
        .containsExactlyInAnyOrder(
            "action",
            "host",
            "kind",
            "le",
            "method",
            "of",
            "outcome",
            "reason",
            "resolution",
            "result",
            "verdict",
            "why");
  }

  @Test
  void anUnheardOfMethodIsNoLabel() throws Exception {
    app.send("TENANTMETHOD", "/actuator/prometheus");

    assertThat(app.scrape().text()).doesNotContain("TENANTMETHOD");
  }

  @Test
  void whatAnAlertIsAboutIsThereBeforeItHappens() {
    assertThat(idle.names())
        .contains(
            "pullable_reviews_total",
            "pullable_reviews_shed_total",
            "pullable_reviews_malformed_total",
            "pullable_reviews_in_flight",
            "pullable_review_duration_seconds_bucket",
            "pullable_registry_not_asked_total",
            "pullable_manifest_cache_lookups_total");
    assertThat(idle.samples()).contains("pullable_reviews_shed_total{of=\"everybody\"} 0.0");
  }

  @Test
  void theEndOfTheCertificateIsTold() {
    Instant end =
        Instant.ofEpochSecond((long) idle.sum("pullable_certificate_expiry_timestamp_seconds"));

    assertThat(end).isBetween(Instant.now(), Instant.now().plus(Duration.ofDays(366)));
  }

  @Test
  void everyMetricOfOursHasAHelpText() {
    for (String line : loaded.text().lines().filter(it -> it.startsWith("# HELP pull")).toList()) {
      assertThat(line).matches("# HELP pullable_[a-z_]+ [A-Z].{10,90}\\.");
    }
    assertThat(loaded.text().lines().filter(it -> it.startsWith("# HELP pull")))
        .hasSizeGreaterThan(10);
  }

  /// At every scrape of every replica.
  @Test
  void aScrapeIsSmall() {
    assertThat(idle.samples()).hasSizeBetween(100, 300);
    assertThat(loaded.text()).hasSizeLessThan(40_000);
    assertThat(loaded.names())
        .noneMatch(it -> it.startsWith("tomcat_") || it.startsWith("disk_"))
        .contains("jvm_memory_used_bytes", "process_cpu_usage", "http_server_requests_seconds_sum");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/actuator/health",
        "/actuator/health/liveness",
        "/actuator/health/readiness",
        "/actuator/prometheus"
      })
  void probesAndMetricsAreServed(String path) throws Exception {
    var answer = app.get(path);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).doesNotContain("diskSpace", "ping", "details", dir.toString());
    assertThat(app.statusOnReviewPort(path)).as("on the webhook's port").isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "auditevents",
        "beans",
        "caches",
        "conditions",
        "configprops",
        "env",
        "env/pullable.tls.dns",
        "heapdump",
        "httpexchanges",
        "info",
        "logfile",
        "loggers",
        "mappings",
        "metrics",
        "metrics/jvm.memory.used",
        "sbom",
        "scheduledtasks",
        "shutdown",
        "startup",
        "threaddump"
      })
  void nothingElseIsServed(String endpoint) throws Exception {
    for (String method : List.of("GET", "POST")) {
      assertThat(app.send(method, "/actuator/" + endpoint).statusCode()).as(method).isIn(404, 405);
    }
  }

  @Test
  void noReviewIsTakenOnTheManagementPort() throws Exception {
    assertThat(app.send("POST", "/validate").statusCode()).isEqualTo(404);
  }

  @Test
  void metricsCannotBeWritten() throws Exception {
    for (String method : List.of("POST", "PUT", "DELETE")) {
      assertThat(app.send(method, "/actuator/prometheus").statusCode()).isEqualTo(405);
    }
  }

  /// The tests themselves take any port.
  @Test
  void thePortIsTheOneOfTheManifests() throws IOException {
    var yaml =
        new YamlPropertySourceLoader()
            .load("main", new FileSystemResource("src/main/resources/application.yaml"));

    assertThat(yaml.getFirst().getProperty("management.server.port")).isEqualTo(8081);
  }
}
