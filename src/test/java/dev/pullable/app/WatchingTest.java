package dev.pullable.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.pullable.audit.Audited;
import dev.pullable.audit.SampleReports;
import dev.pullable.metrics.AuditMetrics;
import dev.pullable.registry.RegistryEvents.BreakerState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Holds `manifests/overlays/audit-metrics` and docs/operating.md against what the application
/// exports; whether the alerts fire when they should is PrometheusRulesIT's to tell.
class WatchingTest {
  private static final Path OVERLAY = Path.of("manifests", "overlays", "audit-metrics");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final Pattern SERIES =
      Pattern.compile("\\b([a-z]+(?:_[a-z0-9]+)+)\\b(\\{[^}]*})?(?=[\\s\\[,){<>=-]|$)");
  private static final Pattern SELECTED = Pattern.compile("(\\w+)\\s*(?:=~|!=|=)\\s*\"");

  /// Those of kube-apiserver and of kube-state-metrics.
  private static final Set<String> OTHERS =
      Set.of(
          "apiserver_admission_webhook_fail_open_count",
          "apiserver_admission_webhook_rejection_count",
          "kube_deployment_status_replicas_ready");

  /// What Prometheus adds to each series of a Pod.
  private static final Set<String> TARGET = Set.of("namespace", "pod");

  @TempDir private static Path dir;
  private static Scrape scrape;
  private static JsonNode rules;
  private static JsonNode dashboard;
  private static String page;

  @BeforeAll
  static void read() throws Exception {
    try (Observed app = new Observed(dir)) {
      app.reviewEach();
      app.registryEvents().breaker(app.registry.authority(), BreakerState.OPEN);
      app.registryEvents().allowance(app.registry.authority(), 100, 76);
      AuditMetrics audit = new AuditMetrics(app.meters(), Duration.ofHours(6), Instant.now());
      audit.finished(new Audited(SampleReports.company(), Map.of()));
      // Its pauses are a series only once there was one.
      System.gc();
      scrape = app.scrape();
    }
    rules = YAML.readTree(Files.readString(OVERLAY.resolve("PrometheusRule.yaml")));
    dashboard = JSON.readTree(Files.readString(OVERLAY.resolve("dashboard.json")));
    page = Files.readString(Path.of("docs", "operating.md"));
  }

  @Test
  void alertsNameOnlyWhatIsExported() {
    assertThat(alerts()).hasSizeGreaterThan(10);
    alerts().forEach(it -> assertExported(it.path("expr").asText()));
  }

  @Test
  void theDashboardNamesOnlyWhatIsExported() {
    assertThat(expressions()).hasSizeGreaterThan(25);
    expressions().forEach(WatchingTest::assertExported);
  }

  @Test
  void theDashboardShowsEveryMetricOfOurs() {
    String all = String.join("\n", expressions());

    assertThat(families()).hasSizeGreaterThan(12).allSatisfy(it -> assertThat(all).contains(it));
  }

  @Test
  void anUnknownMetricWouldBeNoticed() {
    assertThat(unknown("rate(pullable_review_total{verdict=\"denied\"}[5m])"))
        .containsExactly("pullable_review_total");
    assertThat(unknown("rate(pullable_reviews_total{verdikt=\"denied\"}[5m])"))
        .containsExactly("pullable_reviews_total{verdikt}");
  }

  @Test
  void everyAlertSaysWhatItIsAboutAndWhereToReadOn() {
    for (JsonNode alert : alerts()) {
      String name = alert.path("alert").asText();
      JsonNode annotations = alert.path("annotations");
      assertThat(alert.at("/labels/severity").asText()).as(name).isIn("warning", "critical");
      assertThat(alert.path("for").asText()).as(name).matches("\\d+m");
      assertThat(annotations.path("summary").asText()).as(name).hasSizeBetween(15, 80);
      assertThat(annotations.path("description").asText()).as(name).endsWith(".");
      assertThat(annotations.path("runbook_url").asText())
          .isEqualTo("docs/operating.md#" + name.toLowerCase(Locale.ROOT));
      assertThat(page).contains("\n### " + name + "\n");
    }
  }

  @Test
  void everySectionOfTheRunbookIsOfAnAlert() {
    List<String> names = alerts().stream().map(it -> it.path("alert").asText()).toList();

    assertThat(page.lines().filter(it -> it.startsWith("### Pullable")).map(it -> it.substring(4)))
        .containsExactlyInAnyOrderElementsOf(names);
  }

  @Test
  void everyMetricOfOursIsDocumentedAndNoOther() {
    Set<String> documented = new TreeSet<>();
    Matcher row = Pattern.compile("(?m)^\\| `(pullable_[a-z_]+)` \\|").matcher(page);
    while (row.find()) {
      documented.add(row.group(1));
    }

    assertThat(documented).isEqualTo(families());
  }

  @Test
  void thePanelsAreApart() {
    Set<Integer> ids = new HashSet<>();
    Set<String> cells = new HashSet<>();
    for (JsonNode panel : dashboard.path("panels")) {
      assertThat(ids.add(panel.path("id").asInt())).isTrue();
      JsonNode at = panel.path("gridPos");
      for (int x = 0; x < at.path("w").asInt(); x++) {
        for (int y = 0; y < at.path("h").asInt(); y++) {
          int column = at.path("x").asInt() + x;
          assertThat(column).isLessThan(24);
          assertThat(cells.add(column + "," + (at.path("y").asInt() + y))).isTrue();
        }
      }
    }
  }

  @Test
  void theScrapedPortAndPathAreTheOnesServed() throws IOException {
    JsonNode monitor = YAML.readTree(Files.readString(OVERLAY.resolve("PodMonitor.yaml")));

    assertThat(monitor.at("/spec/podMetricsEndpoints/0/port").asText()).isEqualTo("management");
    assertThat(monitor.at("/spec/podMetricsEndpoints/0/path").asText())
        .isEqualTo("/actuator/prometheus");
  }

  @Test
  void everyFileOfTheOverlayIsInItsKustomization() throws IOException {
    String kustomization = Files.readString(OVERLAY.resolve("kustomization.yaml"));
    try (var files = Files.list(OVERLAY)) {
      assertThat(files.map(it -> it.getFileName().toString()))
          .hasSize(4)
          .allMatch(it -> it.equals("kustomization.yaml") || kustomization.contains(it));
    }
  }

  private static List<JsonNode> alerts() {
    List<JsonNode> alerts = new ArrayList<>();
    rules.at("/spec/groups").forEach(group -> group.path("rules").forEach(alerts::add));
    return alerts;
  }

  private static List<String> expressions() {
    return dashboard.findValues("expr").stream().map(JsonNode::asText).toList();
  }

  /// The metrics of ours, a histogram being one.
  private static Set<String> families() {
    Set<String> families = new TreeSet<>();
    for (String name : scrape.names()) {
      if (name.startsWith("pullable_")) {
        families.add(name.replaceAll("_(bucket|sum|count|max)$", ""));
      }
    }
    return families;
  }

  private static void assertExported(String expression) {
    assertThat(unknown(expression)).as(expression).isEmpty();
    assertThat(SERIES.matcher(expression).find()).as(expression).isTrue();
  }

  /// The series and labels of an expression that nobody exports.
  private static Set<String> unknown(String expression) {
    Set<String> unknown = new TreeSet<>();
    String plain =
        expression.replaceAll("histogram_quantile|\\bby \\([a-z_, ]*\\)|\\bon \\([a-z, ]*\\)", "");
    // Not within a label's value.
    Matcher series = SERIES.matcher(plain.replaceAll("=(~?)\"[^\"]*\"", "=$1\"\""));
    while (series.find()) {
      String name = series.group(1);
      if (OTHERS.contains(name)) {
        continue;
      }
      if (!scrape.names().contains(name)) {
        unknown.add(name);
        continue;
      }
      Matcher label = SELECTED.matcher(series.group(2) == null ? "" : series.group(2));
      while (label.find()) {
        if (!TARGET.contains(label.group(1)) && !scrape.has(name, label.group(1))) {
          unknown.add(name + "{" + label.group(1) + "}");
        }
      }
    }
    return unknown;
  }
}
