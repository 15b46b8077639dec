package dev.pullable.tls;

/// The place where those who call the server look for the authorities that they trust.
public interface CaBundle {
  /// For a server whose authorities somebody else makes known.
  CaBundle NONE = _ -> new Outcome.InPlace();

  /// Sees to it that exactly these certificates are trusted.
  ///
  /// @param pem certificates, one after the other
  Outcome publish(String pem);

  /// What publishing can come to.
  sealed interface Outcome {
    /// They were trusted already.
    record InPlace() implements Outcome {}

    /// They are trusted from now on.
    record Changed() implements Outcome {}

    /// @param reason with what to do about it
    record Unavailable(String reason) implements Outcome {}
  }
}
