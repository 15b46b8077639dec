package dev.pullable.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pullable.credential.Credential;
import dev.pullable.credential.Credential.Source;
import dev.pullable.credential.Secret;
import dev.pullable.deadline.Deadline;
import dev.pullable.platform.Platform;
import dev.pullable.reference.Digest;
import dev.pullable.registry.Endpoint.Transport;
import dev.pullable.registry.ManifestAnswer.Found;
import dev.pullable.registry.ManifestAnswer.LastSeen;
import dev.pullable.registry.RegistryEvents.Recollection;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RememberingRegistryTest {
  private static final Endpoint ENDPOINT = new Endpoint("reg.example", Transport.TLS);
  private static final Refusal MISSING = new Refusal.NotFound(Refusal.NotFound.Missing.MANIFEST);
  private static final Refusal UNAUTHORIZED = new Refusal.Unauthorized(true);
  private static final Refusal DENIED = new Refusal.Denied(true);
  private static final Refusal BROKEN = new Refusal.ServerError(503);
  private static final Manifest.Descriptor CONFIG =
      new Manifest.Descriptor(digest(9), "application/json", 1);
  private static final Manifest IMAGE = new Manifest.Image(CONFIG, 1, 1);

  private final ManifestCache manifests = new ManifestCache(1 << 20);
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<Duration> given = new ArrayList<>();
  private final List<Recollection> recalled = new ArrayList<>();
  private final Queue<Runnable> background = new ArrayDeque<>();
  private long now = 42;
  private boolean later;
  private boolean stopped;
  private Supplier<ManifestAnswer> answer = () -> found(1);
  private RememberingRegistry registry = with(TimesToLive.DEFAULT);

  private static Digest digest(int number) {
    return new Digest("sha256", "%064x".formatted(number));
  }

  private ManifestAnswer found(int number) {
    manifests.put(ENDPOINT, "app", digest(number), IMAGE);
    return new Found(digest(number), IMAGE);
  }

  private RememberingRegistry with(TimesToLive times) {
    return new RememberingRegistry(
        new Registry() {
          @Override
          public ManifestAnswer manifest(ManifestRequest request, Deadline deadline) {
            asked.add(request.reference());
            given.add(deadline.remaining());
            return answer.get();
          }

          @Override
          public ConfigAnswer config(ConfigRequest request, Deadline deadline) {
            asked.add("config");
            return BROKEN;
          }
        },
        new AnswerMemory(times, 100, manifests, () -> now),
        manifests,
        it -> it == null ? "anonymous" : it.username(),
        this::run,
        new RegistryEvents() {
          @Override
          public void recalled(Recollection what) {
            recalled.add(what);
          }
        });
  }

  private void run(Runnable task) {
    if (stopped) {
      throw new RejectedExecutionException();
    }
    if (later) {
      background.add(task);
    } else {
      task.run();
    }
  }

  private void catchUp() {
    later = false;
    while (!background.isEmpty()) {
      background.remove().run();
    }
  }

  private ManifestAnswer ask() {
    return ask("1", null, null);
  }

  private ManifestAnswer ask(String reference, @Nullable Digest digest, @Nullable String user) {
    return registry.manifest(request(reference, digest, user), Deadline.in(Duration.ofSeconds(5)));
  }

  private static Registry.ManifestRequest request(
      String reference, @Nullable Digest digest, @Nullable String user) {
    return new Registry.ManifestRequest(ENDPOINT, "app", reference, digest, credential(user));
  }

  private static @Nullable Credential credential(@Nullable String user) {
    return user == null
        ? null
        : new Credential(user, new Secret("word"), new Source("secret", "reg.example"));
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  private void passSeconds(long seconds) {
    pass(Duration.ofSeconds(seconds));
  }

  @Test
  void aTagIsLookedUpOnceAMinute() {
    for (int second = 0; second < 60; second++) {
      assertThat(ask())
          .isInstanceOfSatisfying(Found.class, it -> assertThat(it.digest()).isEqualTo(digest(1)));
      passSeconds(1);
    }
    assertThat(asked).hasSize(1);
  }

  @Test
  void afterFifteenSecondsATagSaysHowOldItIsSinceItMayHaveBeenPushedAgain() {
    ask();
    passSeconds(14);
    assertThat(ask()).isEqualTo(new Found(digest(1), IMAGE));
    passSeconds(1);
    LastSeen seen = new LastSeen(Duration.ofSeconds(15), Optional.empty());
    assertThat(ask()).isEqualTo(new Found(digest(1), IMAGE, Optional.of(seen)));
    answer = () -> found(2);
    assertThat(
            registry.now().manifest(request("1", null, null), Deadline.in(Duration.ofSeconds(5))))
        .isEqualTo(new Found(digest(2), IMAGE));
    assertThat(ask()).isEqualTo(new Found(digest(2), IMAGE));
  }

  @Test
  void afterAMinuteTheAnswerIsGivenAtOnceAndLookedUpMeanwhile() {
    ask();
    passSeconds(61);
    answer = () -> found(2);
    later = true;
    LastSeen seen = new LastSeen(Duration.ofSeconds(61), Optional.empty());
    for (int i = 0; i < 100; i++) {
      assertThat(ask()).isEqualTo(new Found(digest(1), IMAGE, Optional.of(seen)));
    }
    assertThat(background).hasSize(1);
    catchUp();
    assertThat(asked).hasSize(2);
    assertThat(ask()).isEqualTo(new Found(digest(2), IMAGE));
    assertThat(asked).hasSize(2);
  }

  @Test
  void whatIsLookedUpAgainAndFailsIsLookedUpByTheNext() {
    ask();
    passSeconds(61);
    answer = () -> BROKEN;
    ask();
    ask();
    assertThat(asked).hasSize(3);
    assertThat(((Found) ask()).lastSeen()).isPresent();
  }

  @ParameterizedTest
  @MethodSource
  void whatIsProvenMeanwhileTakesThePlaceOfWhatWasFound(Refusal proof) {
    ask();
    passSeconds(61);
    answer = () -> proof;
    assertThat(ask()).isInstanceOf(Found.class);
    assertThat(ask()).isEqualTo(proof);
    // Nor does it come back when the registry fails.
    passSeconds(61);
    answer = () -> BROKEN;
    assertThat(ask()).isEqualTo(BROKEN);
  }

  static List<Refusal> whatIsProvenMeanwhileTakesThePlaceOfWhatWasFound() {
    return List.of(MISSING, UNAUTHORIZED, DENIED);
  }

  @Test
  void afterFiveMinutesTheRegistryIsWaitedFor() {
    ask();
    passSeconds(301);
    answer = () -> found(2);
    assertThat(ask()).isEqualTo(new Found(digest(2), IMAGE));
    answer = () -> MISSING;
    passSeconds(301);
    assertThat(ask()).isEqualTo(MISSING);
  }

  @ParameterizedTest
  @MethodSource
  void whatWasSeenIsGivenForAnHourWhereThereIsNoAnswer(Refusal none) {
    ask();
    answer = () -> none;
    passSeconds(12 * 60);
    LastSeen seen = new LastSeen(Duration.ofMinutes(12), Optional.of(none));
    assertThat(ask()).isEqualTo(new Found(digest(1), IMAGE, Optional.of(seen)));
    assertThat(recalled).endsWith(Recollection.LAST_SEEN);
    passSeconds(48 * 60);
    assertThat(ask()).isEqualTo(none);
  }

  static List<Refusal> whatWasSeenIsGivenForAnHourWhereThereIsNoAnswer() {
    return List.of(
        new Refusal.TooManyRequests(Optional.empty()),
        BROKEN,
        new Refusal.Unreachable(Refusal.Unreachable.Cause.DNS, "reg.example"),
        new Refusal.DeadlineExceeded(),
        new Refusal.Busy(),
        new Refusal.FailedLately(BROKEN));
  }

  @ParameterizedTest
  @MethodSource
  void anAnswerThatIsNoneOfTheImageIsToldAsItIs(Refusal refusal) {
    ask();
    answer = () -> refusal;
    passSeconds(12 * 60);
    assertThat(ask()).isEqualTo(refusal);
  }

  static List<Refusal> anAnswerThatIsNoneOfTheImageIsToldAsItIs() {
    return List.of(
        new Refusal.Misbehaved("lies"),
        new Refusal.FewPullsLeft(3),
        new Refusal.CredentialWithheld("auth.example"),
        new Refusal.ServerError(418));
  }

  @Test
  void thereIsTimeLeftToTellWhatWasSeenWhereTheRegistryHangs() {
    ask();
    passSeconds(12 * 60);
    answer = Refusal.DeadlineExceeded::new;
    for (int seconds : new int[] {4, 1}) {
      Deadline deadline = Deadline.in(Duration.ofSeconds(seconds), () -> now);
      assertThat(registry.manifest(request("1", null, null), deadline)).isInstanceOf(Found.class);
    }
    assertThat(given).endsWith(Duration.ofMillis(3_500), Duration.ofMillis(750));
  }

  @Test
  void whoAsksForNowIsToldNothingStale() {
    ask();
    answer = () -> BROKEN;
    Registry.ManifestRequest request = request("1", null, null);
    Deadline deadline = Deadline.in(Duration.ofSeconds(5));
    assertThat(registry.now().manifest(request, deadline)).isEqualTo(new Found(digest(1), IMAGE));
    passSeconds(61);
    assertThat(registry.now().manifest(request, deadline)).isEqualTo(BROKEN);
    passSeconds(301);
    assertThat(registry.now().manifest(request, deadline)).isEqualTo(BROKEN);
  }

  @Test
  void aDigestIsBelievedForAnHour() {
    answer = () -> found(3);
    for (int minute = 0; minute < 60; minute++) {
      assertThat(ask(digest(3).toString(), digest(3), null)).isEqualTo(new Found(digest(3), IMAGE));
      pass(Duration.ofMinutes(1));
    }
    assertThat(asked).hasSize(1);
    ask(digest(3).toString(), digest(3), null);
    assertThat(asked).hasSize(2);
  }

  @Test
  void whatIsMissingIsLookedUpAfterFifteenSeconds() {
    answer = () -> MISSING;
    ask();
    passSeconds(14);
    assertThat(ask()).isEqualTo(MISSING);
    assertThat(asked).hasSize(1);
    answer = () -> found(1);
    passSeconds(1);
    assertThat(ask()).isEqualTo(new Found(digest(1), IMAGE));
  }

  @Test
  void whatIsRefusedIsAskedForAfterTenSeconds() {
    for (Refusal refusal : List.of(UNAUTHORIZED, DENIED)) {
      asked.clear();
      answer = () -> refusal;
      ask();
      passSeconds(9);
      assertThat(ask()).isEqualTo(refusal);
      assertThat(asked).hasSize(1);
      passSeconds(1);
      ask();
      assertThat(asked).hasSize(2);
      passSeconds(10);
    }
  }

  @Test
  void errorsAreNotRemembered() {
    answer = () -> BROKEN;
    ask();
    ask();
    assertThat(asked).hasSize(2);
  }

  @Test
  void anAnswerIsGivenToNoOtherCredential() {
    ask("1", null, "alice");
    answer = () -> UNAUTHORIZED;
    assertThat(ask("1", null, "bob")).isEqualTo(UNAUTHORIZED);
    assertThat(ask("1", null, null)).isEqualTo(UNAUTHORIZED);
    assertThat(ask("1", null, "alice")).isInstanceOf(Found.class);
  }

  @Test
  void aConfigIsGivenToNoOtherCredential() {
    ConfigAnswer.Found config = new ConfigAnswer.Found(Platform.of("linux", "amd64"), 1);
    manifests.put(ENDPOINT, "app", CONFIG.digest(), "alice", config);
    assertThat(config("alice")).isEqualTo(config);
    assertThat(asked).isEmpty();
    assertThat(config("bob")).isEqualTo(BROKEN);
    assertThat(asked).containsExactly("config");
  }

  private ConfigAnswer config(String user) {
    return registry.config(
        new Registry.ConfigRequest(ENDPOINT, "app", CONFIG, credential(user)),
        Deadline.in(Duration.ofSeconds(5)));
  }

  @Test
  void whatIsNotKeptIsNotRemembered() {
    answer = () -> new Found(digest(4), new Manifest.SchemaOne());
    ask();
    ask();
    assertThat(asked).hasSize(2);
  }

  @Test
  void nothingIsRememberedWhereAllIsTurnedOff() {
    Duration none = Duration.ZERO;
    registry = with(new TimesToLive(none, none, none, none, none, none));
    for (Supplier<ManifestAnswer> each :
        List.<Supplier<ManifestAnswer>>of(() -> found(1), () -> MISSING, () -> DENIED)) {
      asked.clear();
      answer = each;
      ask();
      ask();
      ask(digest(1).toString(), digest(1), null);
      ask(digest(1).toString(), digest(1), null);
      assertThat(asked).hasSize(4);
    }
  }

  @Test
  void whatIsAlwaysLookedUpIsNotAnsweredStale() {
    TimesToLive usual = TimesToLive.DEFAULT;
    registry =
        with(
            new TimesToLive(
                Duration.ZERO,
                usual.stale(),
                usual.staleIfError(),
                usual.digest(),
                usual.missing(),
                usual.refused()));
    ask();
    answer = () -> found(2);
    assertThat(ask()).isEqualTo(new Found(digest(2), IMAGE));
    answer = () -> BROKEN;
    assertThat(((Found) ask()).lastSeen()).isPresent();
    assertThat(asked).hasSize(3);
  }

  @Test
  void noMoreIsRememberedThanMayBe() {
    AnswerMemory memory = new AnswerMemory(TimesToLive.DEFAULT, 100, manifests, () -> now);
    for (int i = 0; i < 10_000; i++) {
      var request = request("t" + i, null, null);
      memory.keep(AnswerMemory.Question.of(request, "anonymous"), MISSING, now);
    }
    assertThat(memory.size()).isLessThanOrEqualTo(100);
  }

  @Test
  void whatIsRememberedIsBoundedByItsSizeAsWell() {
    AnswerMemory memory = new AnswerMemory(TimesToLive.DEFAULT, 100, manifests, () -> now);
    for (int i = 0; i < 1_000; i++) {
      Endpoint huge = new Endpoint("h".repeat(20_000), Transport.TLS);
      var request = new Registry.ManifestRequest(huge, "app" + i, "1", null, null);
      memory.keep(AnswerMemory.Question.of(request, "anonymous"), MISSING, now);
    }
    assertThat(memory.size()).isLessThanOrEqualTo(2);
  }

  @Test
  void whatIsStaleIsStillToldWhileTheProcessEnds() {
    ask();
    passSeconds(61);
    stopped = true;
    assertThat(ask()).isInstanceOf(Found.class);
    assertThat(ask()).isInstanceOf(Found.class);
    passSeconds(301);
    assertThatThrownBy(this::ask).isInstanceOf(RejectedExecutionException.class);
  }

  @Test
  void whatComesOfItIsCounted() {
    ask();
    ask();
    passSeconds(61);
    ask();
    passSeconds(301);
    ask();
    assertThat(recalled)
        .containsExactly(
            Recollection.NONE, Recollection.FRESH, Recollection.STALE, Recollection.NONE);
  }
}
