package dev.pullable.tls;

/// The one place that keeps the authorities of all replicas. Who writes says which version they
/// have read, so that of several at a time one succeeds and the others read again.
public interface AuthorityStore {

  /// What is kept now.
  ReadAnswer read();

  /// Keeps the entries where nothing is kept yet.
  WriteAnswer create(AuthorityEntries entries);

  /// Keeps the entries in place of those of that version.
  WriteAnswer replace(ReadAnswer.Found read, AuthorityEntries entries);

  /// What reading can come to.
  sealed interface ReadAnswer {
    /// @param version changes with every write
    record Found(AuthorityEntries entries, String version) implements ReadAnswer {}

    record Missing() implements ReadAnswer {}

    /// @param reason with what to do about it; it quotes nothing that is kept
    record Unavailable(String reason) implements ReadAnswer {}
  }

  /// What writing can come to.
  sealed interface WriteAnswer {
    record Written(String version) implements WriteAnswer {}

    /// Somebody else has written since.
    record Conflict() implements WriteAnswer {}

    /// @param reason with what to do about it; it quotes nothing that is kept
    record Unavailable(String reason) implements WriteAnswer {}
  }
}
