package dev.pullable.registry.jib;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pullable.credential.Credential;
import dev.pullable.credential.Credential.Source;
import dev.pullable.credential.CredentialFingerprint;
import dev.pullable.credential.Secret;
import dev.pullable.deadline.Deadline;
import dev.pullable.reference.Digest;
import dev.pullable.registry.AnswerMemory;
import dev.pullable.registry.ConfigAnswer;
import dev.pullable.registry.LimitedRegistry;
import dev.pullable.registry.Manifest;
import dev.pullable.registry.ManifestAnswer;
import dev.pullable.registry.ManifestAnswer.Found;
import dev.pullable.registry.ManifestCache;
import dev.pullable.registry.PullAllowances;
import dev.pullable.registry.Refusal;
import dev.pullable.registry.Registry;
import dev.pullable.registry.RegistryEvents;
import dev.pullable.registry.RememberingRegistry;
import dev.pullable.registry.TimesToLive;
import dev.pullable.registry.WaitingRegistry;
import dev.pullable.testregistry.Answer;
import dev.pullable.testregistry.Auth;
import dev.pullable.testregistry.Fault;
import dev.pullable.testregistry.OnLoopback;
import dev.pullable.testregistry.RequestKind;
import dev.pullable.testregistry.TestImages;
import dev.pullable.testregistry.TestRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a registry is asked by all of the layers together, counted at the registry.
class SparedRegistryWireTest {
  private static final int REST = 10;
  private static final Credential ALICE =
      new Credential("alice", new Secret("right"), new Source("regcred", "reg"));
  private static final Credential BOB =
      new Credential("bob", new Secret("wrong"), new Source("regcred", "reg"));

  private final TestRegistry registry = TestRegistry.start();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicLong ahead = new AtomicLong();
  private final List<String> allowances = new ArrayList<>();
  private final RegistryEvents events =
      new RegistryEvents() {
        @Override
        public synchronized void allowance(String host, int limit, int remaining) {
          allowances.add(remaining + " of " + limit);
        }
      };
  private JibRegistry jib;
  private Registry asked;
  private Digest digest;

  @BeforeEach
  void start() {
    CredentialFingerprint fingerprint = new CredentialFingerprint();
    Function<@Nullable Credential, String> name =
        it -> it == null ? CredentialFingerprint.ANONYMOUS : fingerprint.of(it);
    ManifestCache manifests = new ManifestCache(1 << 20);
    jib =
        new JibRegistry(
            OnLoopback.settings(List.of(), Duration.ofSeconds(2)),
            fingerprint,
            manifests,
            new PullAllowances(REST, events),
            events);
    asked =
        new RememberingRegistry(
            new LimitedRegistry(
                new WaitingRegistry(jib, name, events, this::now), 16, RegistryEvents.NONE),
            new AnswerMemory(TimesToLive.DEFAULT, 1_000, manifests, this::now),
            manifests,
            name,
            threads,
            events);
    digest = registry.push("app", "1.0", TestImages.image("linux", "amd64"));
  }

  @AfterEach
  void stop() throws IOException {
    jib.close();
    threads.shutdownNow();
    registry.close();
  }

  private long now() {
    return System.nanoTime() + ahead.get();
  }

  private void pass(Duration time) {
    ahead.addAndGet(time.toNanos());
  }

  private ManifestAnswer ask(@Nullable Credential credential) {
    return ask("1.0", null, credential);
  }

  private ManifestAnswer ask(String reference, @Nullable Digest of, @Nullable Credential shown) {
    return asked.manifest(
        new Registry.ManifestRequest(registry.endpoint(), "app", reference, of, shown),
        Deadline.in(Duration.ofSeconds(20)));
  }

  private ConfigAnswer config(Manifest.Image image, @Nullable Credential credential) {
    return asked.config(
        new Registry.ConfigRequest(registry.endpoint(), "app", image.config(), credential),
        Deadline.in(Duration.ofSeconds(20)));
  }

  private long heads() {
    return registry.count(RequestKind.MANIFEST, "HEAD");
  }

  private long gets() {
    return registry.count(RequestKind.MANIFEST, "GET");
  }

  private <T> List<T> atOnce(int times, Function<Integer, T> question)
      throws InterruptedException, ExecutionException {
    List<Future<T>> futures = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      int number = i;
      futures.add(threads.submit(() -> question.apply(number)));
    }
    List<T> answers = new ArrayList<>();
    for (Future<T> future : futures) {
      answers.add(future.get());
    }
    return answers;
  }

  @Test
  void aThousandQuestionsAboutOneImageAreOneHeadAndOneGet() throws Exception {
    assertThat(atOnce(1_000, _ -> ask(null)))
        .allMatch(it -> it instanceof Found found && found.digest().equals(digest));
    Manifest.Image image = (Manifest.Image) ((Found) ask(null)).manifest();
    assertThat(atOnce(1_000, _ -> config(image, null)))
        .allMatch(ConfigAnswer.Found.class::isInstance);
    assertThat(heads()).isEqualTo(1);
    assertThat(gets()).isEqualTo(1);
    assertThat(registry.count(RequestKind.BLOB, "GET")).isEqualTo(1);
    assertThat(registry.count()).isEqualTo(3);
  }

  @Test
  void lookingUpAgainIsNeverAGet() {
    ask(null);
    ask(digest.toString(), digest, null);
    for (int i = 0; i < 20; i++) {
      long before = heads();
      pass(Duration.ofSeconds(61));
      ask(null);
      await().until(() -> heads() > before && registry.inFlight() == 0);
      ask(digest.toString(), digest, null);
    }
    pass(Duration.ofHours(2));
    ask(null);
    ask(digest.toString(), digest, null);
    assertThat(gets()).isEqualTo(1);
    assertThat(heads()).isBetween(20L, 30L);
  }

  @Test
  void nobodyIsLetInByAnothersCredential() throws Exception {
    registry.auth("app", Auth.basic().user("alice", "right"));
    assertThat(ask(ALICE)).isInstanceOf(Found.class);
    List<ManifestAnswer> answers =
        atOnce(2_000, i -> ask(i % 2 == 0 ? ALICE : i % 4 == 1 ? BOB : null));
    for (int i = 0; i < answers.size(); i++) {
      assertThat(answers.get(i))
          .isInstanceOf(i % 2 == 0 ? Found.class : Refusal.Unauthorized.class);
    }
    Manifest.Image image = (Manifest.Image) ((Found) ask(ALICE)).manifest();
    assertThat(config(image, ALICE)).isInstanceOf(ConfigAnswer.Found.class);
    assertThat(atOnce(1_000, i -> config(image, i % 2 == 0 ? BOB : null)))
        .allMatch(Refusal.Unauthorized.class::isInstance);
  }

  @Test
  void aRegistryThatAsksForTimeIsNotAskedUntilItIsOver() throws Exception {
    registry.fault("", Fault.tooManyRequests(Duration.ofSeconds(30)));
    assertThat(ask(null)).isInstanceOf(Refusal.TooManyRequests.class);
    long once = registry.count();
    for (int second = 0; second < 29; second++) {
      pass(Duration.ofSeconds(1));
      assertThat(ask(null)).isInstanceOf(Refusal.TooManyRequests.class);
    }
    assertThat(atOnce(100, i -> ask("other" + i, null, null)))
        .allMatch(Refusal.TooManyRequests.class::isInstance);
    assertThat(once).isEqualTo(1);
    assertThat(registry.count()).isEqualTo(once);
    registry.clearFaults();
    pass(Duration.ofSeconds(2));
    assertThat(ask(null)).isInstanceOf(Found.class);
  }

  @Test
  void aRegistryInMaintenanceIsNotAskedUntilItIsOver() {
    registry.fault("", Fault.answer(Answer.of(503).with("Retry-After", "120")));
    Refusal refusal = new Refusal.ServerError(503, Optional.of(Duration.ofMinutes(2)));
    assertThat(ask(null)).isEqualTo(refusal);
    pass(Duration.ofSeconds(100));
    assertThat(ask(null)).isInstanceOf(Refusal.ServerError.class);
    assertThat(registry.count()).isEqualTo(1);
    registry.clearFaults();
    pass(Duration.ofSeconds(20));
    assertThat(ask(null)).isInstanceOf(Found.class);
  }

  @Test
  void whatWasSeenIsToldWithItsAgeWhileTheRegistryAsksForTime() {
    ask(null);
    registry.fault("", Fault.tooManyRequests(Duration.ofSeconds(30)));
    pass(Duration.ofMinutes(12));
    ManifestAnswer seen = ask(null);
    assertThat(seen).isInstanceOf(Found.class);
    assertThat(((Found) seen).lastSeen())
        .hasValueSatisfying(it -> {
          assertThat(it.age()).isBetween(Duration.ofMinutes(12), Duration.ofMinutes(14));
          assertThat(it.instead()).get().isInstanceOf(Refusal.TooManyRequests.class);
        });
  }

  @Test
  void theLastPullsAreLeftToTheNodes() {
    allow(11);
    assertThat(ask(null)).isInstanceOf(Found.class);
    Manifest.Image image = (Manifest.Image) ((Found) ask(null)).manifest();
    allow(9);
    registry.push("app", "2.0", TestImages.image("linux", "arm64"));
    assertThat(ask("2.0", null, null)).isEqualTo(new Refusal.FewPullsLeft(9));
    assertThat(gets()).isEqualTo(1);
    assertThat(config(image, null)).isEqualTo(new Refusal.FewPullsLeft(9));
    assertThat(registry.count(RequestKind.BLOB, "GET")).isZero();
    assertThat(ask("3.0", null, null)).isInstanceOf(Refusal.NotFound.class);
    // What is known already needs no pull.
    pass(Duration.ofHours(2));
    assertThat(ask(null)).isInstanceOf(Found.class);
    // Another account has pulls of its own.
    registry.push("app", "4.0", TestImages.image("linux", "s390x"));
    allow(100);
    assertThat(ask("4.0", null, ALICE)).isInstanceOf(Found.class);
    assertThat(ask("2.0", null, null)).isInstanceOf(Found.class);
    assertThat(allowances).contains("11 of 100", "9 of 100", "100 of 100");
  }

  private void allow(int remaining) {
    registry.clearFaults();
    registry.fault(
        "",
        (answer, _) ->
            answer
                .with("RateLimit-Limit", "100;w=21600")
                .with("RateLimit-Remaining", remaining + ";w=21600"));
  }

  @Test
  void whatARegistryWritesThereIsNotBelievedBlindly() {
    for (String value : List.of("", "-1", "many", "99999999999999999999", "1.5", "\t;;")) {
      registry.clearFaults();
      registry.fault("", (answer, _) -> answer.with("RateLimit-Remaining", value));
      String tag = "t" + Math.abs(value.hashCode());
      registry.push("app", tag, TestImages.image("linux", tag));
      assertThat(ask(tag, null, null)).as(value).isInstanceOf(Found.class);
    }
    assertThat(allowances).isEmpty();
  }
}
