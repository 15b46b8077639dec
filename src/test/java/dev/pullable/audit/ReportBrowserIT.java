package dev.pullable.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.Select;

/// The report as people have it before them: in a Chromium without a network.
class ReportBrowserIT {
  private static final String SHOWN = "document.querySelectorAll('.f:not([hidden])').length";
  private static final String TEXT =
      "Array.from(document.querySelectorAll('.f:not([hidden])'), e => e.textContent)";
  private static final Path SCREENSHOTS = Path.of("target/screenshots");
  private static final AuditReport COMPANY = SampleReports.company();

  // Chromium's last words to its profile may come after it was told to quit.
  @TempDir(cleanup = CleanupMode.ALWAYS)
  private static Path dir;

  private static Browser browser;

  @BeforeAll
  static void start() throws IOException {
    browser = new Browser(Files.createDirectory(dir.resolve("profile")));
  }

  @AfterAll
  static void stop() {
    browser.close();
    Awaitility.await().until(() -> !Files.exists(dir.resolve("profile/SingletonLock")));
  }

  @BeforeEach
  void asNew() {
    browser.scripts(true);
    browser.scheme("light");
    browser.size(1280, 900);
  }

  private static String file(String name, AuditReport report) throws IOException {
    Path file = dir.resolve(name + ".html");
    try (Writer out = Files.newBufferedWriter(file)) {
      HtmlReport.write(report, out);
    }
    return file.toUri().toString();
  }

  private static void open(AuditReport report) throws IOException {
    open(report, "");
  }

  private static void open(AuditReport report, String fragment) throws IOException {
    browser.open(file("report", report) + fragment);
    assertThat(browser.is("document.documentElement.dataset.ready")).isTrue();
  }

  private static List<?> shown() {
    return (List<?>) Objects.requireNonNull(browser.run("return " + TEXT));
  }

  private static long matching(String namespace, String reason, String outcome) {
    return COMPANY.findings().stream()
        .filter(it -> namespace.isEmpty() || it.namespace().equals(namespace))
        .filter(it -> reason.isEmpty() || it.reason().word().equals(reason))
        .filter(it -> outcome.isEmpty() || OutcomeText.of(it.outcome()).word().equals(outcome))
        .count();
  }

  private static void select(String id, String value) {
    new Select(browser.find("#" + id)).selectByValue(value);
  }

  @Test
  void itAsksForNothingButItself() throws IOException {
    open(COMPANY);
    assertThat(browser.count(SHOWN)).isEqualTo(120);
    browser.find("summary").click();
    browser.find("#q").sendKeys("shop");

    assertThat(browser.requests()).containsOnly(browser.string("location.href.split('#')[0]"));
    assertThat(browser.messages()).isEmpty();
    assertThat(browser.find("h1").getText())
        .isEqualTo(
            "36 images in "
                + namespacesWithUnpullable()
                + " namespaces could not be pulled again.");
  }

  private static long namespacesWithUnpullable() {
    return COMPANY.namespaces().stream().filter(it -> it.count(Outcome.UNPULLABLE) > 0).count();
  }

  @Test
  void theSearchIsOverAllFieldsAsOneTypes() throws IOException {
    open(COMPANY);
    for (String word :
        List.of("ghcr.io", "statefulset", "node-b", "TagNotFound", "regcred entry")) {
      browser.find("#q").clear();
      browser.find("#q").sendKeys(word);

      assertThat(shown()).as(word).isNotEmpty();
      for (Object row : shown()) {
        for (String each : word.toLowerCase(Locale.ROOT).split(" ", -1)) {
          assertThat(row.toString()).containsIgnoringCase(each);
        }
      }
    }
    assertThat(browser.find("#count").getText()).matches("[0-9]+ of 120 findings");
  }

  @Test
  void whatIsNotThereIsSaidAndCanBeTakenBack() throws IOException {
    open(COMPANY);
    browser.find("#q").sendKeys("nosuchimage");

    assertThat(browser.count(SHOWN)).isZero();
    assertThat(browser.find("#nothing").getText()).startsWith("No finding is like that.");
    assertThat(browser.find("#count").getText()).isEqualTo("0 of 120 findings");

    browser.find("#again").click();

    assertThat(browser.count(SHOWN)).isEqualTo(120);
    assertThat(browser.focused()).isEqualTo("q");
  }

  @Test
  void eachFilterLeavesItsOwnAndTellsHowMany() throws IOException {
    open(COMPANY);
    String namespace = COMPANY.findings().getFirst().namespace();
    String reason = COMPANY.findings().getLast().reason().word();
    select("namespace", namespace);
    assertThat(browser.count(SHOWN)).isEqualTo(matching(namespace, "", ""));
    assertThat(new Select(browser.find("#namespace")).getFirstSelectedOption().getText())
        .isEqualTo(namespace + " (" + matching(namespace, "", "") + ")");
    select("outcome", "concern");
    assertThat(browser.count(SHOWN)).isEqualTo(matching(namespace, "", "concern"));
    select("namespace", "");
    select("reason", reason);
    assertThat(browser.count(SHOWN)).isEqualTo(matching("", reason, "concern")).isPositive();
    select("outcome", "unpullable");
    assertThat(browser.count(SHOWN)).isZero();
    assertThat(new Select(browser.find("#outcome")).getOptions().getFirst().getText())
        .isEqualTo("All outcomes (" + matching("", reason, "") + ")");
    browser.find("#clear").click();
    assertThat(browser.count(SHOWN)).isEqualTo(120);
  }

  @Test
  void aTileAndAFigureFilterUntilTheyArePressedAgain() throws IOException {
    open(COMPANY);
    WebElement tile = browser.find(".tile");
    String namespace = Objects.requireNonNull(tile.getDomAttribute("data-namespace"));
    tile.click();
    assertThat(browser.count(SHOWN)).isEqualTo(matching(namespace, "", ""));
    assertThat(tile.getDomAttribute("aria-pressed")).isEqualTo("true");
    assertThat(browser.fragment()).isEqualTo("#namespace=" + namespace);
    tile.click();
    assertThat(browser.count(SHOWN)).isEqualTo(120);
    assertThat(browser.fragment()).isEmpty();

    browser.find("a.figure[data-outcome=doubt]").click();

    assertThat(browser.count(SHOWN)).isEqualTo(matching("", "", "doubt"));
    assertThat(browser.fragment()).isEqualTo("#outcome=doubt");
  }

  @Test
  void theWholeStateIsInTheFragmentAndComesBack() throws IOException {
    open(COMPANY);
    browser.find("#q").sendKeys("reg.example.com");
    select("outcome", "doubt");
    select("sort", "image");
    Object before = shown();
    assertThat(browser.fragment()).isEqualTo("#q=reg.example.com&sort=image&outcome=doubt");

    browser.reload();

    assertThat(shown()).isEqualTo(before).isNotNull();
    assertThat(browser.find("#q").getDomProperty("value")).isEqualTo("reg.example.com");
    assertThat(browser.count(SHOWN)).isPositive().isLessThan(120);
  }

  @Test
  void aFragmentFromSomewhereElseDoesNoHarm() throws IOException {
    open(
        COMPANY,
        "#namespace=nosuch&sort=constructor&reason=%E0%A4%A&q=%3Cimg%20src%3Dx%3E&__proto__=1");

    assertThat(browser.count(SHOWN)).isZero();
    assertThat(browser.messages()).isEmpty();
    assertThat(browser.find("#sort").getDomProperty("value")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"namespace, .where bdi", "image, .image", "reason, .word"})
  void theListIsOrdered(String by, String css) throws IOException {
    open(COMPANY);
    select("sort", by);
    String script =
        "return Array.from(document.querySelectorAll('.f'), e => e.querySelector('"
            + css
            + "').textContent)";
    List<String> values = new ArrayList<>();
    ((List<?>) Objects.requireNonNull(browser.run(script)))
        .forEach(it -> values.add(it.toString()));

    assertThat(values).hasSize(120).isSorted();

    select("sort", "");
    assertThat(browser.string("document.querySelector('.f').dataset.outcome"))
        .isEqualTo("unpullable");
  }

  @Test
  void allOfItIsReachedByTabInTheOrderOfThePage() throws IOException {
    open(COMPANY);
    List<String> stops = new ArrayList<>();
    for (int i = 0; i < 14; i++) {
      browser.tab();
      stops.add(browser.focused());
      assertThat(browser.string("getComputedStyle(document.activeElement).outlineStyle"))
          .as(stops.getLast())
          .isNotEqualTo("none");
    }
    assertThat(stops)
        .containsExactly(
            "skip",
            "figure",
            "figure",
            "figure",
            "t0",
            "summary",
            "q",
            "outcome",
            "namespace",
            "reason",
            "sort",
            "summary",
            "summary",
            "summary");
  }

  @Test
  void theKeyboardAloneDoes() throws IOException {
    open(COMPANY);
    browser.type("/");
    assertThat(browser.focused()).isEqualTo("q");
    browser.type("ghcr");
    long some = browser.count(SHOWN);
    assertThat(some).isPositive().isLessThan(120);
    browser.type("/");
    assertThat(browser.find("#q").getDomProperty("value")).as("typed there").isEqualTo("ghcr/");
    browser.type(Keys.ESCAPE);
    assertThat(browser.count(SHOWN)).isEqualTo(120);
    assertThat(browser.find("#q").getDomProperty("value")).isEmpty();

    browser.run("document.querySelector('.f summary').focus()");
    browser.type(Keys.ARROW_DOWN, Keys.ARROW_DOWN, Keys.ARROW_UP, Keys.ENTER);

    assertThat(browser.is("document.querySelectorAll('.f details')[1].open")).isTrue();
    assertThat(browser.count("document.querySelectorAll('.f details[open]').length")).isOne();
    browser.tab();
    assertThat(browser.string("document.activeElement.textContent")).isEqualTo("Copy");
  }

  @Test
  void theTilesAreOneStopAndTheArrowsWalkThem() throws IOException {
    open(COMPANY);
    browser.run("document.getElementById('t0').focus()");
    browser.type(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT, Keys.ARROW_LEFT);
    assertThat(browser.focused()).isEqualTo("t1");
    browser.type(Keys.END);
    assertThat(browser.focused()).isEqualTo("t29");
    browser.type(Keys.HOME, Keys.ENTER);
    assertThat(browser.fragment()).startsWith("#namespace=");
    browser.type(Keys.SPACE);
    assertThat(browser.fragment()).isEmpty();
    assertThat(browser.count("document.querySelectorAll('.tile[tabindex=\"0\"]').length")).isOne();
  }

  @Test
  void theSkipLinkLeadsToTheFindings() throws IOException {
    open(COMPANY);
    browser.type(Keys.TAB, Keys.ENTER);

    assertThat(browser.focused()).isEqualTo("findings");
    assertThat(browser.fragment()).isEmpty();
  }

  @Test
  void aCommandIsCopiedAsItStands() throws IOException {
    open(COMPANY);
    browser.command(
        "Browser.grantPermissions",
        Map.of("permissions", List.of("clipboardReadWrite", "clipboardSanitizedWrite")));
    browser.find(".f summary").click();
    browser.find(".f .command button").click();

    Awaitility.await()
        .until(
            () -> browser.find("#heard").getDomProperty("textContent"),
            "Copied to the clipboard"::equals);
    assertThat(browser.runAsync("navigator.clipboard.readText().then(arguments[0])"))
        .isEqualTo(COMPANY.findings().getFirst().remedy().getLast());
  }

  @Test
  void whatAnEnemyWroteDoesNothing() throws IOException {
    open(SampleReports.hostile());
    browser.run("document.querySelectorAll('details').forEach(e => { e.open = true; })");
    browser.find("#q").sendKeys("<img");
    assertThat(browser.count(SHOWN)).isOne();
    browser.find("#q").clear();
    for (String filter :
        List.of("__proto__", "constructor", "</script><script>window.hacked=1</script>")) {
      select("namespace", filter);
      assertThat(browser.count(SHOWN)).as(filter).isOne();
    }
    browser.type(Keys.ESCAPE);

    assertThat(browser.is("window.hacked")).isFalse();
    assertThat(
            browser.count("document.querySelectorAll('img, main script, main style, b b').length"))
        .isZero();
    assertThat(browser.messages()).isEmpty();
    assertThat(browser.requests()).hasSize(1);
    assertThat(browser.string("document.body.innerText"))
        .contains("\\u202egnp.exe\\u202c/app:1\\u0000")
        .doesNotContain("\u202e", "\u200b", "\u0007");
    assertNoOverflow();
  }

  @ParameterizedTest
  @ValueSource(ints = {320, 375, 768, 1280})
  void nothingIsWiderThanThePage(int width) throws IOException {
    for (AuditReport report :
        List.of(COMPANY, SampleReports.hostile(), SampleReports.of(300, 400, 9, "too many"))) {
      browser.size(width, 800);
      open(report);
      browser.run("document.querySelectorAll('details').forEach((e, i) => { e.open = i < 12; })");
      assertNoOverflow();
    }
  }

  private static void assertNoOverflow() {
    assertThat(browser.count("document.documentElement.scrollWidth"))
        .isLessThanOrEqualTo(browser.count("document.documentElement.clientWidth"));
  }

  @ParameterizedTest
  @CsvSource({"light, 1280", "dark, 1280", "light, 375", "dark, 375"})
  void everybodyCanReadAndUseIt(String scheme, int width) throws IOException {
    browser.scheme(scheme);
    browser.size(width, 900);
    open(COMPANY);
    browser.run(
        "document.querySelectorAll('.f details, .all').forEach((e, i) => { e.open = i < 4; })");
    browser.find(".tile").click();
    browser.run(axe());
    String violations =
        String.valueOf(
            browser.runAsync(
                "const done = arguments[0]; axe.run({resultTypes: ['violations']}).then(r =>"
                    + " done(r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html + ' '"
                    + " + n.failureSummary).slice(0, 3).join('; ')).join('\\n')))"));

    assertThat(violations).isEmpty();
  }

  private static String axe() throws IOException {
    try (InputStream in = ReportBrowserIT.class.getResourceAsStream("/axe.min.js")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void everyTextStandsOutFromWhatIsBehindIt(String scheme) throws IOException {
    browser.scheme(scheme);
    open(COMPANY);
    browser.run(
        "document.querySelectorAll('.f details, .all').forEach((e, i) => { e.open = i < 4; })");
    Object worst = browser.run(CONTRAST);

    assertThat(((Number) Objects.requireNonNull(worst)).doubleValue()).isBetween(4.5, 21.0);
  }

  /// The least contrast of any text to the nearest background that is not transparent.
  private static final String CONTRAST =
      """
      const rgb = c => c.match(/[0-9.]+/g).map(Number);
      const luminance = c => rgb(c).slice(0, 3).map(v => v / 255)
          .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
          .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
      const behind = e => {
        for (; e; e = e.parentElement) {
          const c = getComputedStyle(e).backgroundColor;
          if ((rgb(c)[3] ?? 1) > 0.99) return c;
        }
        throw new Error('transparent');
      };
      let worst = 21;
      const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) {
        const e = texts.currentNode.parentElement;
        if (!texts.currentNode.data.trim() || /SCRIPT|STYLE/.test(e.tagName)) continue;
        // Heard, not seen.
        if (e.closest('.heard')) continue;
        const [a, b] = [luminance(getComputedStyle(e).color), luminance(behind(e))];
        worst = Math.min(worst, (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05));
      }
      return worst;
      """;

  @Test
  void everyControlHasANameAndNoHeadingIsLeftOut() throws IOException {
    open(COMPANY);
    browser.find(".f summary").click();
    for (WebElement it : browser.all("a[href], button, input, select, summary, [tabindex='0']")) {
      if (it.isDisplayed()) {
        assertThat(it.getAccessibleName()).as(it.toString()).isNotBlank();
      }
    }
    String levels =
        "Array.from(document.querySelectorAll('h1,h2,.f details[open] h3'), e => e.tagName).join(' ')";
    assertThat(browser.string(levels)).isEqualTo("H1 H2 H2 H2 H3 H3 H3");
    assertThat(browser.count("document.querySelectorAll('main').length")).isOne();
    assertThat(browser.find("#count").getAriaRole()).isEqualTo("status");
  }

  @Test
  void withoutScriptsAllFindingsAreThere() throws IOException {
    browser.open("about:blank");
    String url = file("plain", COMPANY);
    browser.scripts(false);
    browser.open(url);

    browser.screenshot(SCREENSHOTS.resolve("plain-1280.png"), 1280, 1600);
    assertThat(browser.all(".f:not([hidden]) > details > summary")).hasSize(120);
    assertThat(browser.find("#tools").isDisplayed()).isFalse();
    browser.find(".f summary").click();
    assertThat(browser.find(".f .body").isDisplayed()).isTrue();
  }

  @Test
  void aReportWithoutFindingsIsGoodNews() throws IOException {
    open(SampleReports.fine());
    assertThat(browser.find("h1").getText()).isEqualTo("Every image could be pulled again.");
    assertThat(browser.find("main").getText())
        .contains("There is nothing to be said about any image.");
    assertThat(browser.messages()).isEmpty();

    open(SampleReports.nothing());
    assertThat(browser.find("h1").getText()).isEqualTo("No image was found to check.");
    assertThat(browser.messages()).isEmpty();
  }

  @Test
  void whatIsLeftOutIsTold() throws IOException {
    open(SampleReports.of(30, 50, 1234, "the list of Pods expired twice"));

    assertThat(browser.find("header").getText())
        .contains("Not everything was looked at: the list of Pods expired twice.")
        .contains("1,234 more findings than the list below has room for");
  }

  /// The figures are for docs; the bounds are wide, since the machine is a noisy one.
  @Test
  void tenThousandFindingsAreUsable() throws IOException {
    AuditReport report = SampleReports.of(300, 10_000, 0, "");
    String url = file("large", report);
    long size = Files.size(dir.resolve("large.html"));
    browser.open(url);
    long ready =
        browser.count(
            "Math.round(performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd)");
    assertThat(browser.count(SHOWN)).isEqualTo(200);
    long search = time("const q = document.getElementById('q'); q.value = 'ghcr worker';");
    assertThat(browser.find("#count").getText()).matches("[0-9,]+ of 10,000 findings");
    long again = time("const q = document.getElementById('q'); q.value = 'quay';");
    browser.type(Keys.ESCAPE);
    browser.find("#more").click();
    assertThat(browser.count(SHOWN)).isEqualTo(400);
    assertThat(browser.is("document.activeElement.tagName === 'SUMMARY'")).isTrue();
    System.out.printf(
        "10,000 findings: %.1f MB, ready after %d ms, first search %d ms, next %d ms%n",
        size / 1e6, ready, search, again);

    assertThat(size).isLessThan(20_000_000);
    assertThat(Duration.ofMillis(ready)).isLessThan(Duration.ofSeconds(20));
    assertThat(Duration.ofMillis(again)).isLessThan(Duration.ofSeconds(10));
  }

  /// Without the wait for the next key.
  private static long time(String change) {
    return browser.count(
        "(() => { "
            + change
            + " const from = performance.now();"
            + " document.getElementById('outcome').dispatchEvent(new Event('change'));"
            + " return Math.round(performance.now() - from); })()");
  }

  @ParameterizedTest
  @CsvSource({"light, 1280", "dark, 1280", "light, 375", "dark, 375"})
  void screenshotsAreTaken(String scheme, int width) throws IOException {
    browser.scheme(scheme);
    browser.size(width, 900);
    open(COMPANY);
    browser.run("document.querySelector('.f details').open = true");
    Path file = SCREENSHOTS.resolve("report-" + scheme + "-" + width + ".png");
    browser.screenshot(file, width, width < 500 ? 2400 : 1700);
    assertThat(file).isNotEmptyFile();
    open(SampleReports.of(300, 900, 7, "the API server gave no answer for 3 namespaces"));
    browser.screenshot(SCREENSHOTS.resolve("large-" + scheme + "-" + width + ".png"), width, 1400);
    open(SampleReports.fine());
    browser.screenshot(SCREENSHOTS.resolve("fine-" + scheme + "-" + width + ".png"), width, 1000);
  }
}
