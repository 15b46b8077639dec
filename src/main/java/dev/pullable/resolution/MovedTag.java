package dev.pullable.resolution;

import dev.pullable.credential.Credential;
import dev.pullable.deadline.Deadline;
import dev.pullable.reference.Digest;
import dev.pullable.reference.ImageReference;
import dev.pullable.registry.Endpoints;
import dev.pullable.registry.Manifest;
import dev.pullable.registry.ManifestAnswer.Found;
import dev.pullable.registry.Registry;
import dev.pullable.registry.Route;
import dev.pullable.registry.Routes;
import dev.pullable.resolution.Resolution.Concern;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Whether the tag beside a digest is another image by now. containerd does not look at it; whoever
/// reads the reference does.
///
/// @param routes where tags are looked for, which may be fewer hosts than for digests
record MovedTag(Routes routes, Registry registry) {
  /// Kept for saying what is known already.
  private static final Duration MOST_KEPT_BACK = Duration.ofMillis(500);

  /// The concern that it has moved; none if it has not, or cannot be told.
  ///
  /// @param shown what was let in for the digest; null for no credential
  Optional<Concern> of(ImageReference pinned, @Nullable Credential shown, Deadline deadline) {
    Digest digest = pinned.digest();
    if (digest == null || pinned.tag() == null) {
      return Optional.empty();
    }
    ImageReference tagged =
        new ImageReference(pinned.written(), pinned.domain(), pinned.path(), pinned.tag(), null);
    return routes.route(tagged) instanceof Route.Hosts route && route.doubts().isEmpty()
        ? found(tagged, route, shown, deadline)
            .filter(now -> isAnother(now, digest))
            .map(now -> new Concern(Reason.TAG_MOVED, now.digest().toString(), List.of()))
        : Optional.empty();
  }

  private Optional<Found> found(
      ImageReference tagged, Route.Hosts route, @Nullable Credential shown, Deadline deadline) {
    Duration quarter = deadline.remaining().dividedBy(4);
    Duration kept = quarter.compareTo(MOST_KEPT_BACK) < 0 ? quarter : MOST_KEPT_BACK;
    // Not what was seen a while ago: the tag may have been moved back.
    HostsInTurn hosts =
        new HostsInTurn(registry.now(), tagged, Endpoints.repository(tagged), route);
    return hosts.ask(shown, deadline.less(kept)) instanceof HostsInTurn.Found found
        ? Optional.of(found.answer())
        : Optional.empty();
  }

  /// An index that lists the digest is what it was taken from; digests of other algorithms say
  /// nothing.
  private static boolean isAnother(Found now, Digest pinned) {
    return now.digest().algorithm().equals(pinned.algorithm())
        && !now.digest().equals(pinned)
        && !(now.manifest() instanceof Manifest.Index(var entries)
            && entries.stream().anyMatch(entry -> entry.descriptor().digest().equals(pinned)));
  }
}
