package dev.pullable.registry.jib;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.credential.Credential;
import dev.pullable.credential.CredentialFingerprint;
import dev.pullable.credential.Secret;
import dev.pullable.deadline.Deadline;
import dev.pullable.platform.Platform;
import dev.pullable.registry.ManifestCache;
import dev.pullable.registry.NamesAnswer;
import dev.pullable.registry.NamesAnswer.Names;
import dev.pullable.registry.Refusal;
import dev.pullable.registry.Registry.NamesRequest;
import dev.pullable.testregistry.Answer;
import dev.pullable.testregistry.Auth;
import dev.pullable.testregistry.BuiltManifest;
import dev.pullable.testregistry.LoggedRequest;
import dev.pullable.testregistry.OnLoopback;
import dev.pullable.testregistry.TestImages;
import dev.pullable.testregistry.TestRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListingWireTest {
  private static final BuiltManifest IMAGE = TestImages.index(Platform.of("linux", "amd64"));
  private static final Credential JOE =
      new Credential("joe", new Secret("secret"), new Credential.Source("regcred", "reg"));

  private final TestRegistry server = TestRegistry.start();
  private final JibRegistry registry =
      new JibRegistry(
          OnLoopback.settings(List.of(), Duration.ofSeconds(5)),
          new CredentialFingerprint(),
          new ManifestCache(1 << 20));

  @AfterEach
  void stop() throws IOException {
    registry.close();
    server.close();
  }

  private NamesAnswer ask(String repository, @Nullable Credential credential) {
    return registry.names(
        new NamesRequest(server.endpoint(), repository, "", credential),
        Deadline.in(Duration.ofSeconds(10)));
  }

  private void answer(String body, String... links) {
    server.fault("", (_, _) -> Answer.json(200, body).with("Link", links));
  }

  private List<String> asked() {
    return server.requests().stream().map(LoggedRequest::query).toList();
  }

  private static String tags(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> "\"" + i + "\"")
        .collect(Collectors.joining(",", "{\"name\":\"team/app\",\"tags\":[", "]}"));
  }

  @Test
  void tagsAndRepositoriesAreListed() {
    server.push("team/app", "1.0", IMAGE);
    server.push("team/app", "2.0", IMAGE);
    server.push("web", "1.0", IMAGE);
    assertThat(ask("team/app", null)).isEqualTo(new Names(List.of("1.0", "2.0")));
    assertThat(ask("", null)).isEqualTo(new Names(List.of("team/app", "web")));
    assertThat(asked()).containsExactly("n=500", "n=500");
  }

  @Test
  void aRefusalIsAValue() {
    server.auth("", Auth.basic().user("joe", "secret"));
    assertThat(ask("", null)).isEqualTo(new Refusal.Unauthorized(false));
    assertThat(ask("", JOE)).isEqualTo(Names.NONE);
    assertThat(ask("none", JOE))
        .isEqualTo(new Refusal.NotFound(Refusal.NotFound.Missing.REPOSITORY));
  }

  @Test
  void twoPagesAreReadAndNoMore() {
    answer(tags(0, 100), "</v2/team/app/tags/list?n=100&last=99>; rel=\"next\"");
    assertThat(ask("team/app", null))
        .isInstanceOfSatisfying(Names.class, it -> assertThat(it.names()).hasSize(200));
    assertThat(asked()).containsExactly("n=500", "n=100&last=99");
  }

  @Test
  void aLongListGoesOnWhereTheNamesOfUseAre() {
    for (int i = 0; i < 600; i++) {
      server.push("team/app", "1.%03d".formatted(i), IMAGE);
    }
    server.push("team/app", "latest", IMAGE);
    server.push("team/app", "main", IMAGE);
    NamesAnswer answer =
        registry.names(
            new NamesRequest(server.endpoint(), "team/app", "laszz", null),
            Deadline.in(Duration.ofSeconds(10)));
    assertThat(answer)
        .isInstanceOfSatisfying(
            Names.class,
            it -> assertThat(it.names()).hasSize(502).contains("1.499", "latest").endsWith("main"));
    assertThat(asked()).containsExactly("n=500", "n=500&last=laszz");
  }

  @Test
  void aThousandNamesAreEnough() {
    answer(tags(0, 5_000), "</v2/team/app/tags/list?last=4999>; rel=\"next\"");
    assertThat(ask("team/app", null))
        .isInstanceOfSatisfying(Names.class, it -> assertThat(it.names()).hasSize(1_000));
    assertThat(asked()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<http://127.0.0.1:1/v2/team/app/tags/list?last=1>; rel=\"next\"",
        "<//127.0.0.1:1/v2/team/app/tags/list?last=1>; rel=\"next\"",
        "</v2/other/app/tags/list?last=1>; rel=\"next\"",
        "</v2/team/app/tags/list?last=1\\x>; rel=\"next\"",
        "</v2/team/app/tags/list?last=1>; rel=\"prev\"",
        "</v2/team/app/tags/list>; rel=\"next\"",
        "<<<>>>?;",
        "next"
      })
  void aPageElsewhereIsNotAskedFor(String link) {
    answer(tags(0, 2), link);
    assertThat(ask("team/app", null)).isEqualTo(new Names(List.of("0", "1")));
    assertThat(asked()).containsExactly("n=500");
  }

  @Test
  void whatCouldNotStandInAReferenceIsLeftOut() {
    answer(
        "{\"tags\":[\"ok\",\"\\u001b[31m\",\"a b\",\"$(id)\",\"x@y\",\"-x\",\"a/b\",\"\",null,1,"
            + "[\"z\"],\""
            + "x".repeat(200)
            + "\",\"v1\"],"
            + "\"repositories\":[\"a/b\",\"A\",\"a:1\",\"../x\",\"a;b\"]}");
    assertThat(ask("team/app", null)).isEqualTo(new Names(List.of("ok", "v1")));
    assertThat(ask("", null)).isEqualTo(new Names(List.of("a/b")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "", "<html>", "{\"tags\":", "7"})
  void anAnswerThatIsNoneIsMisbehaviour(String body) {
    answer(body);
    assertThat(ask("team/app", null)).isInstanceOf(Refusal.Misbehaved.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"tags\":null}", "{\"tags\":{\"a\":1}}", "{\"tags\":\"x\"}"})
  void aListWithoutNamesIsEmpty(String body) {
    answer(body);
    assertThat(ask("team/app", null)).isEqualTo(Names.NONE);
  }

  @Test
  void aListThatIsTooLargeIsMisbehaviour() {
    answer("{\"tags\":[\"" + "x".repeat(2 << 20) + "\"]}");
    assertThat(ask("team/app", null)).isInstanceOf(Refusal.Misbehaved.class);
  }
}
