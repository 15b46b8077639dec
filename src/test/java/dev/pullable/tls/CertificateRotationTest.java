package dev.pullable.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class CertificateRotationTest {
  private static final ServingNames NAMES =
      ServingNames.of(List.of("pullable.pullable.svc"), List.of());
  private static final Duration POLL = Duration.ofMinutes(1);
  private static final RotationTimes TIMES =
      RotationTimes.of(Duration.ofDays(7), Duration.ofDays(90));

  private final FakeAuthorityStore store = new FakeAuthorityStore();
  private final FakeCaBundle caBundle = new FakeCaBundle();
  private Instant now = Instant.parse("2026-03-01T12:00:00Z");
  private boolean ready = true;

  /// A replica, and what it serves.
  private final class Replica {
    final List<ServingCertificate> served = new ArrayList<>();
    final List<String> trusted = new ArrayList<>();
    final CertificateRotation rotation =
        new CertificateRotation(
            NAMES,
            TIMES,
            new CertificateRotation.Surroundings(
                store, caBundle, () -> ready, served::add, trusted::add),
            () -> now);

    ServingCertificate serves() {
      return served.getLast();
    }
  }

  @Test
  void theFirstStepMakesTheAuthorityAndServes() {
    Replica replica = new Replica();
    assertThat(replica.rotation.serving()).isFalse();
    assertThat(replica.rotation.servingNotAfter()).isEmpty();

    replica.rotation.step();

    assertThat(store.writes).containsExactly("create Written");
    assertThat(replica.rotation.serving()).isTrue();
    assertThat(replica.rotation.servingNotAfter()).contains(now.plus(Duration.ofDays(7)));
    assertThat(replica.rotation.authorityNotAfter()).contains(now.plus(Duration.ofDays(90)));
    assertThat(caBundle.pem).isEqualTo(store.entries().values().get("tls.crt"));
    assertThat(caBundle.trusts(replica.serves())).isTrue();
  }

  @Test
  void replicasServeCertificatesOfOneAuthorityAndKeysOfTheirOwn() {
    Replica one = new Replica();
    Replica two = new Replica();

    one.rotation.step();
    two.rotation.step();

    assertThat(two.serves().chain().getLast()).isEqualTo(one.serves().chain().getLast());
    assertThat(two.serves().privateKeyPem()).isNotEqualTo(one.serves().privateKeyPem());
    assertThat(caBundle.changes).isEqualTo(1);
  }

  @Test
  void whoeverLosesTheRaceToMakeTheAuthorityTakesTheOthers() {
    Replica one = new Replica();
    Replica two = new Replica();
    store.beforeWrite = two.rotation::step;

    one.rotation.step();

    assertThat(store.writes).containsExactly("create Written", "create Conflict");
    assertThat(one.serves().chain().getLast()).isEqualTo(two.serves().chain().getLast());
  }

  @Test
  void replicasStartedAtTheSameInstantEndWithOneAuthority() throws Exception {
    List<Replica> replicas = List.of(new Replica(), new Replica(), new Replica(), new Replica());
    CyclicBarrier together = new CyclicBarrier(replicas.size());
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Object>> starts =
          replicas.stream()
              .<Callable<Object>>map(it ->
                  () -> {
                    together.await();
                    it.rotation.step();
                    return it;
                  })
              .toList();
      for (Future<Object> start : threads.invokeAll(starts)) {
        start.get();
      }
    }

    assertThat(replicas)
        .extracting(it -> it.serves().chain().getLast())
        .containsOnly(replicas.getFirst().serves().chain().getLast());
  }

  @Test
  void theServingCertificateIsRenewedAtTwoThirdsWithJitter() {
    List<Instant> renewals = new ArrayList<>();
    Instant start = now;
    for (int i = 0; i < 20; i++) {
      now = start;
      Replica replica = new Replica();
      replica.rotation.step();
      while (replica.served.size() == 1) {
        pass(replica, Duration.ofMinutes(10));
      }
      renewals.add(now);
    }

    assertThat(renewals)
        .allSatisfy(it ->
            assertThat(Duration.between(start, it))
                .isBetween(Duration.ofHours(100), Duration.ofHours(113)));
    assertThat(renewals.stream().distinct()).hasSizeGreaterThan(5);
  }

  @Test
  void aRotationOfTheAuthorityNeverServesWhatIsNotTrusted() {
    Replica one = new Replica();
    Replica two = new Replica();
    one.rotation.step();
    two.rotation.step();
    String first = caBundle.pem;

    for (Instant end = now.plus(Duration.ofDays(80)); now.isBefore(end); ) {
      pass(one, Duration.ofHours(1));
      pass(two, POLL);
      assertThat(List.of(one, two))
          .allSatisfy(it -> {
            assertThat(caBundle.trusts(it.serves())).as("at " + now).isTrue();
            assertThat(it.rotation.serving()).isTrue();
          });
    }

    assertThat(store.writes)
        .containsExactly("create Written", "replace Written", "replace Written", "replace Written");
    assertThat(caBundle.pem).isNotEqualTo(first).isEqualTo(store.entries().values().get("tls.crt"));
    assertThat(store.entries().values()).containsOnlyKeys("tls.crt", "tls.key", "ca.crt");
    assertThat(caBundle.changes).as("first, with the next, without the old").isEqualTo(3);
  }

  @Test
  void theNextAuthorityIsTrustedBeforeItSignsAndTheOldOneAfter() {
    Replica replica = new Replica();
    replica.rotation.step();
    ServingCertificate old = replica.serves();
    String first = caBundle.pem;

    now = now.plus(Duration.ofDays(61));
    replica.rotation.step();
    assertThat(store.entries().values()).containsKeys("next.crt", "next.key");
    ServingCertificate renewed = replica.serves();
    assertThat(renewed.chain().getLast()).isEqualTo(old.chain().getLast());

    pass(replica, POLL);
    assertThat(caBundle.pem).contains(first, store.entries().values().get("next.crt"));

    pass(replica, TIMES.settling().minus(POLL));
    assertThat(replica.serves()).isSameAs(renewed);
    pass(replica, POLL);
    pass(replica, POLL);
    assertThat(replica.serves().chain().getLast()).isNotEqualTo(old.chain().getLast());
    assertThat(caBundle.pem).contains(first);

    pass(replica, Duration.ofDays(7).minus(POLL));
    assertThat(caBundle.pem).contains(first);
    pass(replica, Duration.ofHours(1));
    pass(replica, POLL);
    assertThat(caBundle.pem).doesNotContain(first);
    assertThat(replica.trusted).hasSize(3).last().isEqualTo(caBundle.pem);
  }

  @Test
  void nothingSignsThatCouldNotBeMadeKnown(CapturedOutput output) {
    Replica replica = new Replica();
    replica.rotation.step();
    ServingCertificate old = replica.serves();

    now = now.plus(Duration.ofDays(61));
    caBundle.away = "grant patch";
    for (int i = 0; i < 48; i++) {
      pass(replica, Duration.ofHours(1));
    }

    assertThat(replica.serves().chain().getLast()).isEqualTo(old.chain().getLast());
    assertThat(output.getAll()).containsOnlyOnce("The caBundle cannot be written: grant patch");
  }

  @Test
  void theCaBundleIsLeftAloneUntilTheServerIsReady() {
    ready = false;
    Replica replica = new Replica();
    replica.rotation.step();
    pass(replica, POLL);
    assertThat(caBundle.pem).isEmpty();
    assertThat(replica.rotation.serving()).isTrue();

    ready = true;
    pass(replica, POLL);
    assertThat(caBundle.trusts(replica.serves())).isTrue();
  }

  @Test
  void anEmptiedCaBundleIsRepaired() {
    Replica replica = new Replica();
    replica.rotation.step();

    caBundle.pem = "";
    pass(replica, POLL);

    assertThat(caBundle.trusts(replica.serves())).isTrue();
  }

  @Test
  void aStoreThatIsAwayIsToldOfOnceAndWaitedFor(CapturedOutput output) {
    store.away = "get of Secret pullable/pullable-ca: forbidden; grant get";
    Replica replica = new Replica();
    replica.rotation.step();
    pass(replica, POLL);

    assertThat(replica.rotation.serving()).isFalse();
    assertThat(output.getAll()).containsOnlyOnce("grant get");

    store.away = null;
    pass(replica, POLL);
    assertThat(replica.rotation.serving()).isTrue();
  }

  @Test
  void aStoreThatGoesAwayKeepsNoCertificateFromBeingRenewed() {
    Replica replica = new Replica();
    replica.rotation.step();
    store.away = "away";

    for (int day = 0; day < 30; day++) {
      pass(replica, Duration.ofDays(1));
      assertThat(replica.rotation.serving()).isTrue();
    }

    assertThat(replica.served).hasSizeGreaterThan(4);
    assertThat(caBundle.changes).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"tls.crt", "tls.key", "next.crt", "next.key", "retired.crt", "retired-until"})
  void whatCannotBeReadIsReplaced(String entry, CapturedOutput output) {
    Replica earlier = new Replica();
    rotated(earlier);
    Map<String, String> values = new HashMap<>(store.entries().values());
    values.put("next.crt", values.get("tls.crt"));
    values.put("next.key", values.get("tls.key"));
    values.put(entry, "-----BEGIN NONSENSE-----\ns3cr3t\n");
    store.overwrite(new AuthorityEntries(values));

    Replica replica = new Replica();
    replica.rotation.step();

    assertThat(replica.rotation.serving()).isTrue();
    assertThat(store.entries().values()).containsOnlyKeys("tls.crt", "tls.key", "ca.crt");
    assertThat(output.getAll())
        .contains("The stored CA could not be used and was replaced: ", entry)
        .doesNotContain("s3cr3t");
  }

  @Test
  void aReplacedAuthorityStaysTrustedWhileItsCertificatesAreServed() {
    Replica one = new Replica();
    Replica two = new Replica();
    one.rotation.step();
    two.rotation.step();
    store.overwrite(new AuthorityEntries(Map.of("tls.crt", "", "tls.key", "")));

    for (int i = 0; i < 30; i++) {
      pass(one, POLL);
      assertThat(caBundle.trusts(one.serves())).isTrue();
      assertThat(caBundle.trusts(two.serves())).isTrue();
      pass(two, POLL);
      assertThat(caBundle.trusts(one.serves())).isTrue();
      assertThat(caBundle.trusts(two.serves())).isTrue();
    }

    assertThat(Objects.requireNonNull(store.entries().values().get("tls.crt")))
        .isEqualTo(Pem.of(List.of(one.serves().chain().getLast())))
        .isEqualTo(Pem.of(List.of(two.serves().chain().getLast())));
  }

  @Test
  void aSecretThatIsEmptiedAgainAndAgainStaysReadable(CapturedOutput output) {
    Replica replica = new Replica();
    for (int i = 0; i < 50; i++) {
      store.overwrite(new AuthorityEntries(Map.of()));
      pass(replica, POLL);
    }

    assertThat(output.getAll().lines().filter(it -> it.contains("was replaced"))).hasSize(50);
    assertThat(caBundle.trusts(replica.serves())).isTrue();
    assertThat(caBundle.pem.length()).isLessThan(20_000);
  }

  @Test
  void anExpiredAuthorityIsReplaced() {
    Replica replica = new Replica();
    replica.rotation.step();
    now = now.plus(Duration.ofDays(91));
    Replica late = new Replica();

    late.rotation.step();
    assertThat(late.rotation.serving()).isFalse();
    pass(late, POLL);

    assertThat(late.rotation.serving()).isTrue();
    assertThat(caBundle.trusts(late.serves())).isTrue();
    assertThat(store.entries().values()).containsOnlyKeys("tls.crt", "tls.key", "ca.crt");
  }

  @Test
  void noTextShowsAKey(CapturedOutput output) {
    Replica replica = new Replica();
    replica.rotation.step();

    assertThat(store.entries()).hasToString("AuthorityEntries[ca.crt, tls.crt, tls.key]");
    assertThat(store.read().toString()).doesNotContain("BEGIN");
    assertThat(output.getAll()).contains("Serving ServingCertificate[").doesNotContain("BEGIN");
  }

  private void rotated(Replica replica) {
    replica.rotation.step();
    now = now.plus(Duration.ofDays(61));
    replica.rotation.step();
    pass(replica, POLL);
    pass(replica, TIMES.settling());
    pass(replica, POLL);
    assertThat(store.entries().values()).containsKeys("retired.crt", "retired-until");
  }

  private void pass(Replica replica, Duration span) {
    now = now.plus(span);
    replica.rotation.step();
  }
}
