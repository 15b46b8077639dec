package dev.pullable.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pullable.credential.Credential;
import dev.pullable.credential.NodeCredentialSource.Answer;
import dev.pullable.credential.NodeCredentialSource.Known;
import dev.pullable.credential.NodeCredentialSource.Unknown;
import dev.pullable.deadline.Deadline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialPluginsTest {
  private static final Duration LONG = Duration.ofSeconds(50);

  private final AtomicLong clock = new AtomicLong();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  @TempDir private Path directory;
  private FakePlugins fake;
  private Path config;

  @BeforeEach
  void prepare() {
    fake = new FakePlugins(directory);
    config = directory.resolve("config.yaml");
  }

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  @ParameterizedTest
  @CsvSource({
    "Image, reg.io/a, reg.io/a, 1",
    "Image, reg.io/a, reg.io/b, 2",
    "Image, reg.io/a, x.example.com/a, 2",
    "Registry, reg.io/a, reg.io/b, 1",
    "Registry, reg.io/a, x.example.com/a, 2",
    "Global, reg.io/a, reg.io/b, 1",
    "Global, reg.io/a, x.example.com/a, 1",
  })
  void anAnswerHoldsForWhatItsCacheKeyTypeSays(String type, String first, String second, int runs)
      throws IOException {
    fake.answering("p", type, "10m", "*.io");
    CredentialPlugins plugins = plugins("p");
    known(plugins, first);
    known(plugins, second);
    assertThat(fake.runs()).isEqualTo(runs);
  }

  @ParameterizedTest
  @CsvSource({"10m, 9, 11", "'', 59, 61", "1h30m, 89, 91"})
  void anAnswerHoldsAsLongAsItSaysOrElseAsTheConfigDoes(
      String cacheDuration, long before, long after) throws IOException {
    fake.answering("p", "Image", cacheDuration, "reg.io");
    CredentialPlugins plugins = plugins("p");
    assertThat(password(plugins, "reg.io/a")).isEqualTo("1");
    clock.set(Duration.ofMinutes(before).toNanos());
    assertThat(password(plugins, "reg.io/a")).isEqualTo("1");
    clock.set(Duration.ofMinutes(after).toNanos());
    assertThat(password(plugins, "reg.io/a")).isEqualTo("2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "0s", "-1m"})
  void anAnswerForNoTimeIsNotKept(String cacheDuration) throws IOException {
    fake.answering("p", "Global", cacheDuration, "reg.io");
    CredentialPlugins plugins = plugins("p");
    assertThat(password(plugins, "reg.io/a")).isEqualTo("1");
    assertThat(password(plugins, "reg.io/a")).isEqualTo("2");
  }

  @Test
  void aPluginSeesWhatTheKubeletWouldGiveIt() throws IOException {
    fake.script(
        "p",
        "cat > $DIR/stdin",
        "echo \"$0|$#|$1|$2\" > $DIR/args",
        "env > $DIR/env",
        "pwd > $DIR/cwd");
    write(
        FakePlugins.config(List.of("p"))
            + "  args: [get-credentials, \"a b; rm -rf $HOME\"]\n"
            + "  env: [{name: REGION, value: x}, {name: REGION, value: y}, {name: HOME, value: /h}]\n");
    lookup(plugins(), "reg.io/a");
    assertThat(fake.file("stdin"))
        .hasContent(
            "{\"kind\":\"CredentialProviderRequest\",\"apiVersion\":\"%s\",\"image\":\"reg.io/a\"}"
                .formatted(FakePlugins.API_VERSION));
    assertThat(fake.file("args"))
        .hasContent(directory.resolve("p") + "|2|get-credentials|a b; rm -rf $HOME");
    assertThat(fake.file("cwd")).hasContent("/");
    assertThat(Files.readAllLines(fake.file("env")))
        .contains("REGION=y", "HOME=/h", "PATH=/usr/bin:/bin")
        .noneMatch(line -> line.startsWith("JAVA_HOME=") || line.startsWith("USER="));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "reg.io/../../bin/touch",
        "reg.io/$(touch pwned)",
        "reg.io/a;touch pwned",
        "reg.io/a\"},\"image\":\"x",
        "reg.io/-c",
      })
  void whatATenantNamesIsNeverMoreThanTheImageOfTheRequest(String repository) throws IOException {
    fake.answering("p", "Image", "1m", "reg.io");
    assertThat(password(plugins("p"), repository)).isEqualTo("1");
    assertThat(fake.file("requests"))
        .hasContent(
            "{\"kind\":\"CredentialProviderRequest\",\"apiVersion\":\"%s\",\"image\":\"%s\"}"
                .formatted(FakePlugins.API_VERSION, repository.replace("\"", "\\\"")));
    assertThat(fake.file("pwned")).doesNotExist();
  }

  @Test
  void aTenantsEndlessNameReachesNoPlugin() throws IOException {
    fake.answering("p", "Image", "1m", "reg.io");
    assertThat(detail(plugins("p"), "reg.io/" + "a".repeat(5000)))
        .isEqualTo("the credential provider plugin p is not asked about so long a name");
    assertThat(fake.runs()).isZero();
  }

  @Test
  void noPluginIsAskedAboutAnImageThatItDoesNotServe() throws IOException {
    fake.answering("p", "Image", "1m", "other.io");
    assertThat(known(plugins("p"), "other.io/a")).isEmpty();
    assertThat(fake.runs()).isZero();
  }

  @Test
  void allThatServeAnImageAreJoinedIntoOneKeyring() throws IOException {
    fake.script(
        "b",
        "cat > /dev/null; cat <<END",
        FakePlugins.response("Image", "", "reg.io", "b1"),
        "END");
    fake.script(
        "a",
        "cat > /dev/null; cat <<END",
        FakePlugins.response("Image", "", "reg.io/x", "a1"),
        "END");
    fake.script(
        "c",
        "cat > /dev/null; cat <<END",
        FakePlugins.response("Image", "", "reg.io", "c1"),
        "END");
    assertThat(known(plugins("b", "a", "c"), "reg.io/x/y"))
        .extracting(it -> it.password().reveal())
        .containsExactly("a1", "b1", "c1");
    assertThat(known(plugins("b"), "reg.io/x").getFirst().source())
        .isEqualTo(new Credential.Source(Credential.Origin.CREDENTIAL_PROVIDER, "b", "reg.io"));
  }

  @Test
  void whatOnePluginProvidesIsKnownThoughAnotherFails() throws IOException {
    fake.script("bad", "exit 3");
    fake.answering("good", "Image", "1m", "reg.io");
    Unknown unknown = (Unknown) lookup(plugins("bad", "good"), "reg.io/a");
    assertThat(unknown.some()).hasSize(1);
    assertThat(unknown.detail())
        .isEqualTo("the credential provider plugin bad ended with exit code 3");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "rubbish",
        "null",
        "[]",
        "{}",
        "{\"apiVersion\":\"APIV1\",\"kind\":\"CredentialProviderRequest\",\"cacheKeyType\":\"Image\"}",
        "{\"apiVersion\":\"APIV1beta1\",\"kind\":\"KIND\",\"cacheKeyType\":\"Image\"}",
        "{\"apiVersion\":\"APIV1\",\"kind\":\"KIND\"}",
        "{\"apiVersion\":\"APIV1\",\"kind\":\"KIND\",\"cacheKeyType\":\"image\"}",
        "{\"apiVersion\":\"APIV1\",\"kind\":\"KIND\",\"cacheKeyType\":1}",
        "{\"apiVersion\":\"APIV1\",\"kind\":\"KIND\",\"cacheKeyType\":\"Image\",\"more\":1}",
        "{\"apiVersion\":\"APIV1\",\"kind\":\"KIND\",\"cacheKeyType\":\"Image\",\"Auth\":{}}",
        "{\"apiVersion\":\"APIV1\",\"kind\":\"KIND\",\"cacheKeyType\":\"Image\",\"kind\":\"KIND\"}",
        "{\"apiVersion\":\"APIV1\",\"kind\":\"KIND\",\"cacheKeyType\":\"Image\"} {}",
        "{\"apiVersion\":\"APIV1\",\"kind\":\"KIND\",\"cacheKeyType\":\"Image\",\"auth\":[]}",
        "{\"apiVersion\":\"APIV1\",\"kind\":\"KIND\",\"cacheKeyType\":\"Image\",\"auth\":{\"r\":1}}",
        "{\"apiVersion\":\"APIV1\",\"kind\":\"KIND\",\"cacheKeyType\":\"Image\",\"auth\":{\"r\":{\"auth\":\"\"}}}",
        "{\"apiVersion\":\"APIV1\",\"kind\":\"KIND\",\"cacheKeyType\":\"Image\",\"auth\":{\"r\":{\"password\":7}}}",
        "{\"apiVersion\":\"APIV1\",\"kind\":\"KIND\",\"cacheKeyType\":\"Image\",\"cacheDuration\":60}",
        "{\"apiVersion\":\"APIV1\",\"kind\":\"KIND\",\"cacheKeyType\":\"Image\",\"cacheDuration\":\"1d\"}",
      })
  void rubbishIsDoubt(String output) throws IOException {
    Files.writeString(
        fake.file("output"),
        output
            .replace("APIV", "credentialprovider.kubelet.k8s.io/v")
            .replace("KIND", "CredentialProviderResponse"));
    fake.script("p", "cat $DIR/output");
    assertThat(detail(plugins("p"), "reg.io/a"))
        .isEqualTo("the credential provider plugin p gave an answer that cannot be read");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",\"auth\":null", ",\"auth\":{}", ",\"cacheDuration\":null"})
  void anAnswerWithoutCredentialsIsKnownToHaveNone(String rest) throws IOException {
    fake.script(
        "p",
        "cat <<END",
        "{\"apiVersion\":\""
            + FakePlugins.API_VERSION
            + "\",\"kind\":\"CredentialProviderResponse\",\"cacheKeyType\":\"Image\""
            + rest
            + "}",
        "END");
    assertThat(known(plugins("p"), "reg.io/a")).isEmpty();
  }

  @Test
  void whatAPluginWritesIsShownToNobody() throws IOException {
    fake.script("p", "echo sesame; echo sesame >&2; exit 1");
    Answer answer = lookup(plugins("p"), "reg.io/a");
    assertThat(answer.toString()).doesNotContain("sesame").contains("ended with exit code 1");
  }

  @Test
  void aPluginThatIsNotThereIsDoubt() throws IOException {
    assertThat(detail(plugins("absent"), "reg.io/a"))
        .isEqualTo("the credential provider plugin absent cannot be started");
  }

  @Test
  void aPluginThatFailsIsLeftAloneForAWhile() throws IOException {
    fake.script("p", "echo x >> $DIR/runs; exit 1");
    CredentialPlugins plugins = plugins("p");
    detail(plugins, "reg.io/a");
    detail(plugins, "reg.io/a");
    assertThat(fake.runs()).isEqualTo(1);
    clock.set(Duration.ofSeconds(6).toNanos());
    detail(plugins, "reg.io/a");
    assertThat(fake.runs()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "trap '' TERM INT HUP;"})
  void aPluginThatHangsIsKilledWithItsChildrenAtTheDeadline(String trap) throws IOException {
    fake.script(
        "p",
        trap,
        "sh -c \"" + trap + " echo \\$\\$ > $DIR/child; while [ -e $DIR/p ]; do sleep 1; done\" &",
        "while [ ! -s $DIR/child ]; do sleep 0.01; done",
        "echo $$ > $DIR/parent.new; mv $DIR/parent.new $DIR/parent",
        "while [ -e $DIR/p ]; do sleep 1; done");
    CredentialPlugins plugins = plugins("p");
    Future<Answer> answer =
        threads.submit(() -> plugins.lookup("reg.io/a", Deadline.in(Duration.ofSeconds(5))));
    await().atMost(LONG).until(() -> Files.exists(fake.file("parent")));
    assertThat(fake.isRunning("child")).isTrue();
    await().atMost(LONG).until(answer::isDone);
    assertThat(((Unknown) answer.resultNow()).detail())
        .isEqualTo("the credential provider plugin p has not answered in time");
    await().atMost(LONG).until(() -> !fake.isRunning("parent") && !fake.isRunning("child"));
  }

  @Test
  void aPluginThatLeavesAChildBehindHoldsNobodyUp() throws Exception {
    // The child ends with the test, whose directory is removed.
    fake.script(
        "p",
        "(while [ -e $DIR/p ] && [ ! -e $DIR/go ]; do sleep 0.05; done; echo x > $DIR/gone) &",
        "cat <<END",
        FakePlugins.response("Image", "", "reg.io", "p"),
        "END");
    CredentialPlugins plugins = plugins("p");
    Future<Answer> answer =
        threads.submit(() -> plugins.lookup("reg.io/a", Deadline.in(Duration.ofSeconds(2))));
    await().atMost(LONG).until(answer::isDone);
    assertThat(fake.file("gone")).doesNotExist();
    Files.createFile(fake.file("go"));
    await().atMost(LONG).until(() -> Files.exists(fake.file("gone")));
    assertThat(password(plugins, "reg.io/b")).isEqualTo("p");
  }

  @Test
  void aPluginMayNotTakeLongerThanItsTimeout() throws IOException {
    fake.script("p", "echo $$ > $DIR/parent; exec sleep 100");
    write(FakePlugins.config(List.of("p")));
    CredentialPlugins plugins = plugins(Duration.ofMillis(500), 2);
    assertThat(detail(plugins, "reg.io/a"))
        .isEqualTo("the credential provider plugin p took longer than it may");
    await().atMost(LONG).until(() -> !fake.isRunning("parent"));
  }

  @Test
  void aPluginThatFloodsIsKilledAndLittleOfItIsKept() throws IOException {
    fake.script("p", "echo $$ > $DIR/parent; head -c 1073741824 /dev/zero; sleep 100");
    assertThat(detail(plugins("p"), "reg.io/a"))
        .isEqualTo("the credential provider plugin p wrote more than 1 MiB");
    await().atMost(LONG).until(() -> !fake.isRunning("parent"));
  }

  @Test
  void aPluginThatFloodsItsStandardErrorStillAnswers() throws IOException {
    fake.script(
        "p",
        "head -c 20000000 /dev/zero >&2; cat <<END",
        FakePlugins.response("Image", "", "reg.io", "after"),
        "END");
    assertThat(password(plugins("p"), "reg.io/a")).isEqualTo("after");
  }

  @Test
  void aPluginThatReadsNothingStillAnswers() throws IOException {
    fake.script(
        "p", "exec <&-; cat <<END", FakePlugins.response("Image", "", "reg.io", "deaf"), "END");
    assertThat(password(plugins("p"), "reg.io/a")).isEqualTo("deaf");
  }

  @Test
  void atMostSoManyRunAtATime() throws Exception {
    fake.script(
        "p",
        "echo x >> $DIR/runs",
        "while [ -e $DIR/p ] && [ ! -e $DIR/go ]; do sleep 0.02; done",
        "cat <<END",
        FakePlugins.response("Image", "", "reg.io", "p"),
        "END");
    write(FakePlugins.config(List.of("p")));
    CredentialPlugins plugins = plugins(LONG, 2);
    List<Future<Answer>> answers = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      String repository = "reg.io/" + i;
      answers.add(threads.submit(() -> lookup(plugins, repository)));
    }
    await().atMost(LONG).until(() -> fake.runs() == 2);
    await().during(Duration.ofMillis(300)).until(() -> fake.runs() == 2);
    Files.createFile(fake.file("go"));
    for (Future<Answer> answer : answers) {
      assertThat(answer.get()).isInstanceOf(Known.class);
    }
    assertThat(fake.runs()).isEqualTo(6);
  }

  @ParameterizedTest
  @CsvSource({"Image, 1, 1", "Image, 5, 5", "Registry, 5, 1", "Global, 5, 1"})
  void oneFlightServesAllWhoWantTheSame(String type, int images, int runs) throws Exception {
    fake.answering("p", type, "1m", "reg.io");
    CredentialPlugins plugins = plugins("p");
    known(plugins, "reg.io/first");
    clock.set(Duration.ofMinutes(2).toNanos());
    fake.script(
        "p",
        "echo x >> $DIR/later; sleep 0.5",
        "cat <<END",
        FakePlugins.response(type, "1m", "reg.io", "p"),
        "END");
    List<Future<Answer>> answers = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      String repository = "reg.io/" + i % images;
      answers.add(threads.submit(() -> lookup(plugins, repository)));
    }
    for (Future<Answer> answer : answers) {
      assertThat(answer.get()).isInstanceOf(Known.class);
    }
    assertThat(Files.readAllLines(fake.file("later"))).hasSize(runs);
  }

  @Test
  void whoeverHasLittleTimeSpoilsItForNobodyElse() throws Exception {
    fake.script(
        "p",
        "echo x >> $DIR/runs",
        "if [ $(wc -l < $DIR/runs) = 1 ]; then sleep 100; fi",
        "cat <<END",
        FakePlugins.response("Image", "1m", "reg.io", "second"),
        "END");
    CredentialPlugins plugins = plugins("p");
    Future<Answer> hurried =
        threads.submit(() -> plugins.lookup("reg.io/a", Deadline.in(Duration.ofSeconds(4))));
    await().atMost(LONG).until(() -> fake.runs() == 1);
    assertThat(password(plugins, "reg.io/a")).isEqualTo("second");
    assertThat(hurried.get()).isInstanceOf(Unknown.class);
  }

  @Test
  void aProviderThatNeedsATokenIsDoubtAndIsNotRun() throws IOException {
    fake.answering("p", "Image", "1m", "reg.io");
    write(FakePlugins.config(List.of("p")) + "  tokenAttributes: {requireServiceAccount: true}\n");
    assertThat(detail(plugins(), "reg.io/a"))
        .startsWith("the credential provider plugin p is given a token");
    assertThat(known(plugins(), "other.io/a")).isEmpty();
    assertThat(fake.runs()).isZero();
  }

  @Test
  void aConfigThatChangesCounts() throws IOException {
    fake.answering("p", "Image", "1m", "reg.io");
    fake.script("q", "exit 9");
    CredentialPlugins plugins = plugins("p");
    known(plugins, "reg.io/a");
    write(FakePlugins.config(List.of("q")));
    assertThat(detail(plugins, "reg.io/a")).endsWith("q ended with exit code 9");
    write("providers: [");
    assertThat(detail(plugins, "reg.io/a"))
        .isEqualTo("the credential provider config of the nodes cannot be read");
    Files.delete(config);
    assertThat(detail(plugins, "other.io/a"))
        .isEqualTo("the credential provider config of the nodes cannot be read");
  }

  private CredentialPlugins plugins(String... names) throws IOException {
    if (names.length > 0) {
      write(FakePlugins.config(List.of(names)));
    }
    return plugins(LONG, 8);
  }

  private CredentialPlugins plugins(Duration timeout, int processes) {
    return new CredentialPlugins(
        config, fake.settings(timeout, processes), threads, Duration.ZERO, clock::get);
  }

  private void write(String yaml) throws IOException {
    Files.writeString(config, yaml);
  }

  private static Answer lookup(CredentialPlugins plugins, String repository) {
    return plugins.lookup(repository, Deadline.in(LONG));
  }

  private static List<Credential> known(CredentialPlugins plugins, String repository) {
    Answer answer = lookup(plugins, repository);
    assertThat(answer).isInstanceOf(Known.class);
    return ((Known) answer).credentials();
  }

  private static String password(CredentialPlugins plugins, String repository) {
    return known(plugins, repository).getFirst().password().reveal();
  }

  private static String detail(CredentialPlugins plugins, String repository) {
    Answer answer = lookup(plugins, repository);
    assertThat(answer).isInstanceOf(Unknown.class);
    return ((Unknown) answer).detail();
  }
}
