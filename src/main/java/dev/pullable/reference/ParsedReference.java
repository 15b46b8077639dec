package dev.pullable.reference;

/// What became of an image string: a reference, or the reason why the kubelet would report
/// `InvalidImageName`.
public sealed interface ParsedReference permits ImageReference, InvalidReference {

  /// The string as the author wrote it in the manifest.
  String written();
}
