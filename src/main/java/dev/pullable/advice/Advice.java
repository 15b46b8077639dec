package dev.pullable.advice;

import dev.pullable.reference.Digest;
import java.util.List;
import java.util.Optional;

/// What may mend an image. Every member is something seen, and none is guessed.
///
/// @param instead images that this very Pod could pull in place of it, nearest first
/// @param unnamedSecret a pull secret of the namespace that lets it in, and that nobody names
/// @param newSecret a name that is free in the namespace for a new pull secret
/// @param anonymous whether the image is let in without any credential, so that a credential is
///   what breaks it
public record Advice(
    List<Instead> instead,
    Optional<String> unnamedSecret,
    Optional<String> newSecret,
    boolean anonymous) {

  /// No advice.
  public static final Advice NONE =
      new Advice(List.of(), Optional.empty(), Optional.empty(), false);

  public Advice {
    instead = List.copyOf(instead);
  }

  /// An image that can be pulled.
  ///
  /// @param reference as it is to be written, without its digest
  public record Instead(Kind kind, String reference, Digest digest) {
    /// In what it differs from the image that was asked for.
    public enum Kind {
      /// Another tag of the same repository.
      TAG,
      /// Another repository of the same registry.
      REPOSITORY,
      /// The same image of another registry.
      REGISTRY,
      /// The same image, written as it must be.
      SPELLING
    }
  }
}
