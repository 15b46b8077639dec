package dev.pullable.resolution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.registry.Refusal;
import dev.pullable.resolution.CredentialTrace.Step;
import dev.pullable.resolution.Resolution.Concern;
import dev.pullable.resolution.Resolution.Pullable;
import dev.pullable.resolution.Resolution.Unpullable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenExpiryTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
  private static final String IMAGE = "reg.io/shop/web:1.0";

  private final FakePull pull =
      new FakePull().expiry(new TokenExpiry(() -> NOW, Duration.ofHours(1)));

  private static String token(Duration left) {
    String payload = "{\"exp\":" + NOW.plus(left).getEpochSecond() + "}";
    return "e30."
        + Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(payload.getBytes(StandardCharsets.UTF_8))
        + ".c2ln";
  }

  private List<Concern> concerns() {
    return ((Pullable) pull.resolve(IMAGE)).concerns();
  }

  @Test
  void aTokenThatEndsSoonIsAConcern() {
    pull.entry("regcred", "reg.io", token(Duration.ofMinutes(40)));
    assertThat(concerns())
        .containsExactly(
            new Concern(
                Reason.CREDENTIALS_EXPIRING,
                "regcred",
                "in 40 minutes; Pods that start later cannot pull with it",
                List.of()));
  }

  @ParameterizedTest
  @CsvSource({"PT1H, 1", "PT1H1S, 0", "PT0S, 0", "PT-1H, 0"})
  void onlyATokenThatHasNotEndedAndSoonDoesIsAConcern(Duration left, int concerns) {
    pull.entry("regcred", "reg.io", token(left));
    assertThat(concerns()).hasSize(concerns);
  }

  @Test
  void aPasswordIsNoConcern() {
    pull.entry("regcred", "reg.io", "hunter2");
    assertThat(concerns()).isEmpty();
  }

  @Test
  void zeroNeverTellsIt() {
    pull.expiry(new TokenExpiry(() -> NOW, Duration.ZERO))
        .entry("regcred", "reg.io", token(Duration.ofMillis(1500)));
    assertThat(concerns()).isEmpty();
  }

  @Test
  void onlyTheTokenThatWasLetInIsAConcern() {
    pull.entry("first", "reg.io/shop", token(Duration.ofMinutes(10)))
        .entry("second", "reg.io", "hunter2")
        .answers(it ->
            it.credential().source().name().equals("first")
                ? new Refusal.Unauthorized(true)
                : FakePull.found('0'));
    assertThat(concerns()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "PT-30S, a minute",
    "PT-40M, 40 minutes",
    "PT-3H, 3 hours",
    "PT-47H, 47 hours",
    "PT-49H, 2 days"
  })
  void aTokenThatHasEndedIsWhyItIsRejected(Duration left, String ago) {
    pull.entry("regcred", "reg.io", token(left)).answers(_ -> new Refusal.Unauthorized(true));
    var unpullable = (Unpullable) pull.resolve(IMAGE);
    assertThat(unpullable.reason()).isEqualTo(Reason.CREDENTIALS_REJECTED);
    assertThat(unpullable.evidence().subject()).isEqualTo("regcred");
    assertThat(unpullable.evidence().detail()).isEqualTo("its token expired " + ago + " ago");
    assertThat(unpullable.evidence().credentials().steps())
        .containsExactly(
            new Step.Tried(
                "pull secret regcred",
                "reg.io",
                "was refused (401); its token expired " + ago + " ago"));
  }

  @Test
  void aTokenThatHasEndedIsRejectedEvenWhereTheRegistrySaysForbidden() {
    pull.entry("regcred", "reg.io", token(Duration.ofHours(-13)))
        .answers(_ -> new Refusal.Denied(true));
    assertThat(((Unpullable) pull.resolve(IMAGE)).reason()).isEqualTo(Reason.CREDENTIALS_REJECTED);
  }

  @Test
  void aTokenThatHasNotEndedIsForbidden() {
    pull.entry("regcred", "reg.io", token(Duration.ofHours(13)))
        .answers(_ -> new Refusal.Denied(true));
    assertThat(((Unpullable) pull.resolve(IMAGE)).reason()).isEqualTo(Reason.ACCESS_DENIED);
  }
}
