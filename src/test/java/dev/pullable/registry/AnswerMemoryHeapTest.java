package dev.pullable.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.platform.Platform;
import dev.pullable.reference.Digest;
import dev.pullable.registry.Endpoint.Transport;
import dev.pullable.registry.ManifestAnswer.Found;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What ten thousand distinct images leave on the heap, measured.
class AnswerMemoryHeapTest {
  private static final int IMAGES = 10_000;
  private static final int PLATFORMS = 12;
  private static final long BYTES = 16 << 20;

  /// Weights are estimates, and other threads of the JVM allocate as well.
  private static final long SLACK = 16 << 20;

  private static Digest digest(int image, int part) {
    return new Digest("sha256", "%032x%032x".formatted(image, part));
  }

  private static Manifest index(int image) {
    List<Manifest.Entry> entries = new ArrayList<>();
    for (int i = 1; i <= PLATFORMS; i++) {
      entries.add(
          new Manifest.Entry(
              new Manifest.Descriptor(digest(image, i), "application/type." + image, i),
              Optional.of(new Platform("linux" + image, "cpu" + i, "v" + image, "", List.of())),
              false));
    }
    return new Manifest.Index(entries);
  }

  @Test
  void tenThousandImagesTakeNoMoreThanTheirShare() throws InterruptedException {
    ManifestCache manifests = new ManifestCache(BYTES);
    AnswerMemory memory = new AnswerMemory(TimesToLive.DEFAULT, IMAGES, manifests);
    long unbounded =
        measured(() -> {
          List<Manifest> some = new ArrayList<>();
          for (int i = 0; i < IMAGES / 10; i++) {
            some.add(index(i));
          }
          return some;
        });
    long bounded =
        measured(() -> {
          for (int i = 0; i < IMAGES; i++) {
            remember(memory, manifests, i);
          }
          return memory;
        });
    System.out.printf(
        "%d images: %.1f MiB held, %.1f MiB without a bound%n",
        IMAGES, bounded / 1048576.0, 10 * unbounded / 1048576.0);
    assertThat(memory.size()).isLessThanOrEqualTo(IMAGES);
    assertThat(10 * unbounded).isGreaterThan(BYTES + SLACK);
    assertThat(bounded).isLessThan(BYTES + SLACK);
    Reference.reachabilityFence(manifests);
  }

  private static void remember(AnswerMemory memory, ManifestCache manifests, int image) {
    Endpoint endpoint = new Endpoint("reg.example", Transport.TLS);
    String repository = "team/app-" + image;
    Manifest index = index(image);
    manifests.put(endpoint, repository, digest(image, 0), index);
    memory.keep(
        AnswerMemory.Question.of(
            new Registry.ManifestRequest(endpoint, repository, "1.0", null, null), "anonymous"),
        new Found(digest(image, 0), index),
        memory.now());
  }

  private interface Work {
    Object done();
  }

  private static long measured(Work work) throws InterruptedException {
    long before = used();
    Object kept = work.done();
    long after = used();
    Reference.reachabilityFence(kept);
    return after - before;
  }

  private static long used() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      System.gc();
      Thread.sleep(100);
    }
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
