package dev.pullable.advice;

import dev.pullable.advice.Advice.Instead;
import dev.pullable.deadline.Deadline;
import dev.pullable.reference.ImageReference;
import dev.pullable.resolution.ImageResolver;
import dev.pullable.resolution.NodesConcerned;
import dev.pullable.resolution.PullContext;
import dev.pullable.resolution.Reason;
import dev.pullable.resolution.Resolution;
import dev.pullable.resolution.Resolution.Concern;
import dev.pullable.workload.ContainerImage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What is tried in place of one image: a few references, each resolved as the very same Pod's
/// would be, so that whoever takes one of those that are left is then admitted.
final class Trials {
  private static final int MOST_TRIED = 4;
  private static final int MOST_FOUND = 3;

  private final ImageResolver resolver;
  private final Refused refused;
  private final Deadline deadline;
  private final Set<String> tried = new HashSet<>();
  private final List<Instead> found = new ArrayList<>();

  Trials(ImageResolver resolver, Refused refused, Deadline deadline) {
    this.resolver = resolver;
    this.refused = refused;
    this.deadline = deadline;
  }

  /// Those that can be pulled, in the order in which they were tried.
  List<Instead> found() {
    return found;
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  /// Tries references out, nearest first, as long as there is time and they are few.
  void of(Instead.Kind kind, List<ImageReference> candidates) {
    for (ImageReference candidate : candidates) {
      if (tried.size() < MOST_TRIED
          && found.size() < MOST_FOUND
          && !deadline.isOver()
          && tried.add(candidate.canonical())) {
        tryOut(kind, candidate);
      }
    }
  }

  private void tryOut(Instead.Kind kind, ImageReference candidate) {
    if (resolve(candidate, refused.context()) instanceof Resolution.Pullable it
        && it.concerns().stream().noneMatch(Trials::runsNowhere)) {
      found.add(new Instead(kind, shown(candidate), it.digest()));
    }
  }

  /// What becomes of another reference in place of the image.
  Resolution resolve(ImageReference candidate, PullContext context) {
    ContainerImage image = refused.image();
    ContainerImage other =
        new ContainerImage(
            image.fieldPath(),
            image.kind(),
            image.carrier(),
            candidate.canonical(),
            image.pullPolicy());
    return resolver.resolve(other, context, deadline);
  }

  /// It would be pulled, and not run. Where some Nodes run it, its author may have meant these.
  private static boolean runsNowhere(Concern concern) {
    NodesConcerned nodes = concern.concerned();
    return concern.reason() == Reason.WRONG_PLATFORM && nodes.concerned() == nodes.eligible();
  }

  private static String shown(ImageReference reference) {
    String tag = reference.tag();
    return reference.familiarName() + (tag == null ? "" : ":" + tag);
  }
}
