package dev.pullable.manifest;

import java.util.Optional;

/// An object of a file, with where it and its members stand.
///
/// @param place where the object begins
/// @param places where its members stand
public record LocatedManifest(KubernetesManifest manifest, Place place, Places places) {

  /// The places of an object's members.
  public interface Places {
    /// Nothing is known.
    Places NONE = _ -> Optional.empty();

    /// Where the value of a member stands; for one that comes by an alias or a merge, where it is
    /// written.
    ///
    /// @param fieldPath such as `spec.template.spec.containers[0].image`
    Optional<Place> of(String fieldPath);
  }
}
