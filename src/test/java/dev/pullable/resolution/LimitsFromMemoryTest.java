package dev.pullable.resolution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.credential.Keyring;
import dev.pullable.deadline.Deadline;
import dev.pullable.platform.EligiblePlatforms;
import dev.pullable.reference.Digest;
import dev.pullable.registry.ConfigAnswer;
import dev.pullable.registry.Endpoints;
import dev.pullable.registry.Manifest;
import dev.pullable.registry.ManifestAnswer;
import dev.pullable.registry.ManifestAnswer.LastSeen;
import dev.pullable.registry.Refusal;
import dev.pullable.registry.Registry;
import dev.pullable.resolution.PullContext.Secrets;
import dev.pullable.resolution.Resolution.Inconclusive;
import dev.pullable.resolution.Resolution.Pullable;
import dev.pullable.workload.ContainerImage;
import dev.pullable.workload.ContainerImage.PullPolicy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Nobody is denied an image for what it was a while ago.
class LimitsFromMemoryTest {
  private static final Digest DIGEST = new Digest("sha256", "0".repeat(64));
  private static final Wanted AT_MOST_100 =
      new Wanted(true, false, content -> content.size().orElse(0) > 100);

  private ManifestAnswer present = new Refusal.ServerError(503);
  private boolean askedNow;
  private String namespace = "";

  private static Manifest image(long size) {
    return new Manifest.Image(
        new Manifest.Descriptor(DIGEST, "application/vnd.oci.image.config.v1+json", 2), 1, size);
  }

  private Resolution resolve(long rememberedSize) {
    LastSeen lastSeen = new LastSeen(Duration.ofMinutes(3), Optional.empty());
    ManifestAnswer remembered =
        new ManifestAnswer.Found(DIGEST, image(rememberedSize), Optional.of(lastSeen));
    ImageResolver resolver =
        new ImageResolver(
            new PullPlanner(new Endpoints(Set.of())),
            registry(remembered),
            new NodeCredentials(List.of()),
            AllowedRegistries.ALL,
            asking -> {
              namespace = asking;
              return AT_MOST_100;
            },
            InstantSource.fixed(Instant.EPOCH),
            TokenExpiry.NOT_FORESEEN);
    return resolver.resolve(
        new ContainerImage(
            "spec.containers[0].image",
            ContainerImage.Kind.CONTAINER,
            "c",
            "reg.example/app:1",
            PullPolicy.ALWAYS),
        new PullContext(
            "shop",
            Keyring.of(List.of()),
            new Secrets(List.of(), List.of(), List.of(), Optional.empty(), false),
            new EligiblePlatforms(List.of(), List.of())),
        Deadline.in(Duration.ofSeconds(10)));
  }

  private Registry registry(ManifestAnswer answer) {
    return new Registry() {
      @Override
      public ManifestAnswer manifest(ManifestRequest request, Deadline deadline) {
        return answer;
      }

      @Override
      public ConfigAnswer config(ConfigRequest request, Deadline deadline) {
        return new Refusal.ServerError(503);
      }

      @Override
      public Registry now() {
        askedNow = true;
        return registry(present);
      }
    };
  }

  @Test
  void whatWasTooLargeIsAskedForAgain() {
    present = new ManifestAnswer.Found(DIGEST, image(50));
    assertThat(((Pullable) resolve(200)).content().size()).hasValue(50);
    assertThat(askedNow).isTrue();
  }

  @Test
  void whatWasTooLargeIsInDoubtWhereThereIsNoAnswer() {
    assertThat(resolve(200)).isInstanceOf(Inconclusive.class);
  }

  @Test
  void whatWasSmallEnoughIsNotAskedForAgain() {
    assertThat(((Pullable) resolve(100)).content().size()).hasValue(100);
    assertThat(askedNow).isFalse();
  }

  @Test
  void whatIsWantedIsThatOfTheNamespace() {
    resolve(1);
    assertThat(namespace).isEqualTo("shop");
  }
}
