package dev.pullable.advice;

import dev.pullable.credential.Credential;
import dev.pullable.credential.Keyring;
import dev.pullable.reference.ImageReference;
import dev.pullable.registry.Endpoint;
import dev.pullable.registry.ManifestAnswer;
import dev.pullable.registry.Refusal;
import dev.pullable.resolution.Attempt;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Where a Pod asked for an image, and with what: a registry is asked for more only there and so.
/// What a node holds opens nothing here, for it is not the Pod's.
final class Doors {
  private final ImageReference reference;
  private final Refused refused;

  Doors(ImageReference reference, Refused refused) {
    this.reference = reference;
    this.refused = refused;
  }

  /// @param credential the Pod's own; null where none was shown
  record Door(Endpoint endpoint, @Nullable Credential credential) {}

  /// Where the repository is proven to be there for us, and the tag is not.
  Optional<Door> toTags() {
    return last(Doors::isThere);
  }

  /// Whether the repository is proven to be there, for whomever.
  boolean areThere() {
    return refused.evidence().attempts().stream().anyMatch(Doors::isThere);
  }

  private static boolean isThere(Attempt attempt) {
    return attempt.answer() instanceof Refusal.NotFound(var missing)
        && missing == Refusal.NotFound.Missing.MANIFEST;
  }

  /// The registry itself, where it has let the Pod in, or was shown a credential of the Pod's.
  Optional<Door> toCatalog() {
    return last(attempt ->
        attempt.endpoint().namespace().isEmpty()
            && (attempt.credential().isPresent() || isMissing(attempt.answer())));
  }

  /// Where a credential of the Pod's was refused.
  Optional<Door> toStale() {
    return last(attempt ->
        attempt.credential().isPresent()
            && (attempt.answer() instanceof Refusal.Unauthorized
                || attempt.answer() instanceof Refusal.Denied));
  }

  private static boolean isMissing(ManifestAnswer answer) {
    return answer instanceof Refusal.NotFound;
  }

  private Optional<Door> last(Predicate<Attempt> wanted) {
    List<Attempt> attempts = refused.evidence().attempts();
    return attempts.reversed().stream().filter(wanted).flatMap(it -> door(it).stream()).findFirst();
  }

  private Optional<Door> door(Attempt attempt) {
    Optional<Credential.Source> source = attempt.credential();
    if (source.isEmpty()) {
      return Optional.of(new Door(attempt.endpoint(), null));
    }
    if (source.get().origin() != Credential.Origin.PULL_SECRET
        || !(refused.context().keyring() instanceof Keyring keyring)) {
      return Optional.empty();
    }
    return keyring.lookup(reference.name()).stream()
        .filter(credential -> credential.source().equals(source.get()))
        .findFirst()
        .map(credential -> new Door(attempt.endpoint(), credential));
  }
}
