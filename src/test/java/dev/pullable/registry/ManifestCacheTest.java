package dev.pullable.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pullable.platform.Platform;
import dev.pullable.reference.Digest;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ManifestCacheTest {
  private static final Endpoint ENDPOINT = new Endpoint("reg.example", Endpoint.Transport.TLS);

  private final ManifestCache cache = new ManifestCache(1_000_000);

  private static Digest digest(int number) {
    return new Digest("sha256", "%064x".formatted(number));
  }

  private static Platform wordy(int features) {
    List<String> many = Collections.nCopies(features, "f".repeat(255));
    return new Platform("o".repeat(255), "a".repeat(255), "", "", many);
  }

  @Test
  void whatIsPutIsFoundUnderItsOwnRegistryAndRepositoryOnly() {
    cache.put(ENDPOINT, "app", digest(1), new Manifest.SchemaOne());
    assertThat(cache.manifest(ENDPOINT, "app", digest(1))).contains(new Manifest.SchemaOne());
    assertThat(cache.manifest(ENDPOINT, "other", digest(1))).isEmpty();
    assertThat(cache.manifest(ENDPOINT, "app", digest(2))).isEmpty();
    Endpoint elsewhere = new Endpoint("reg.other", Endpoint.Transport.TLS);
    assertThat(cache.manifest(elsewhere, "app", digest(1))).isEmpty();
  }

  /// A registry may fill every text to the brim.
  @Test
  void whatIsKeptIsBoundedByItsSizeNotItsNumber() {
    Manifest.Descriptor descriptor = new Manifest.Descriptor(digest(0), "m".repeat(255), 1);
    Manifest.Entry entry = new Manifest.Entry(descriptor, Optional.of(wordy(100)), false);
    Manifest.Index index = new Manifest.Index(List.of(entry));
    for (int i = 0; i < 1_000; i++) {
      cache.put(ENDPOINT, "app", digest(i), index);
      cache.put(ENDPOINT, "app", digest(i), "anonymous", new ConfigAnswer.Found(wordy(100), 1));
    }
    await()
        .untilAsserted(() -> {
          assertThat(kept(it -> cache.manifest(ENDPOINT, "app", it))).isLessThan(30);
          assertThat(kept(it -> cache.config(ENDPOINT, "app", it, "anonymous"))).isLessThan(10);
        });
  }

  private static long kept(Function<Digest, Optional<?>> lookUp) {
    return IntStream.range(0, 1_000).filter(i -> lookUp.apply(digest(i)).isPresent()).count();
  }
}
