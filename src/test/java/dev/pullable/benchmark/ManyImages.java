package dev.pullable.benchmark;

import dev.pullable.platform.Platform;
import dev.pullable.testregistry.BuiltManifest;
import dev.pullable.testregistry.IndexEntry;
import dev.pullable.testregistry.TestImages;
import dev.pullable.testregistry.TestRegistry;
import java.nio.charset.StandardCharsets;

/// Thousands of images that differ, half of them indexes, and reviews of three of them each.
final class ManyImages {
  private static final String REPOSITORY = "load/image-";
  private static final int SMALLEST_LAYER = 64;

  private final int count;
  private final String review;

  /// @param registry the host and port that the reviews' images name
  ManyImages(int count, String registry) {
    this.count = count;
    this.review = new String(SampleReview.of(registry), StandardCharsets.UTF_8);
  }

  /// Stores them all.
  void fill(TestRegistry registry) {
    for (int i = 0; i < count; i++) {
      registry.push(REPOSITORY + i, SampleReview.TAG, manifest(i));
    }
    registry.logging(false);
  }

  private static BuiltManifest manifest(int i) {
    Platform amd64 = Platform.of("linux", "amd64");
    Platform arm64 = Platform.of("linux", "arm64");
    BuiltManifest image = TestImages.image(amd64, SMALLEST_LAYER + i);
    return i % 2 == 0
        ? image
        : TestImages.index(
            IndexEntry.of(amd64, image),
            IndexEntry.of(arm64, TestImages.image(arm64, SMALLEST_LAYER + i)));
  }

  /// The review of a turn: each takes the next three images.
  byte[] review(int turn) {
    String text = review;
    int next = turn * SampleReview.REPOSITORIES.size();
    for (String repository : SampleReview.REPOSITORIES) {
      text = text.replace("/" + repository + ":", "/" + REPOSITORY + next % count + ":");
      next++;
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
