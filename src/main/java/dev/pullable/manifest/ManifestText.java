package dev.pullable.manifest;

import java.util.List;

/// What the text of a file holds.
///
/// @param objects its Kubernetes objects, lists taken apart
/// @param unread what could not be read, or not as it is meant
public record ManifestText(List<LocatedManifest> objects, List<Unread> unread) {

  public ManifestText {
    objects = List.copyOf(objects);
    unread = List.copyOf(unread);
  }

  /// A part of a text that could not be read.
  ///
  /// @param problem one clause; quotes no value of the text
  /// @param foreign whether it is sound, but no Kubernetes object, such as a Helm chart's values
  public record Unread(Place place, String problem, boolean foreign) {}
}
