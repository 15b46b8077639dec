package dev.pullable.admission;

import static java.util.stream.Collectors.toSet;

import dev.pullable.policy.ImageGlobs;
import dev.pullable.workload.ContainerImage;
import dev.pullable.workload.Workload;
import java.util.List;
import java.util.Set;

/// A workload's images that are exempt, and the workload without them.
record ExemptImages(List<ContainerImage> images, Workload rest) {
  /// As many as one review looks at; those past it are never exempt, as each costs a look at every
  /// glob.
  private static final int MOST = 100;

  static ExemptImages of(Workload workload, ImageGlobs globs) {
    Set<String> exempt =
        workload.images().stream()
            .map(ContainerImage::image)
            .distinct()
            .limit(MOST)
            .filter(globs::contain)
            .collect(toSet());
    return new ExemptImages(
        workload.images().stream().filter(it -> exempt.contains(it.image())).toList(),
        exempt.isEmpty()
            ? workload
            : workload.withImages(
                workload.images().stream().filter(it -> !exempt.contains(it.image())).toList()));
  }
}
