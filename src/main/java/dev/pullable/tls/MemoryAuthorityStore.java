package dev.pullable.tls;

import org.jspecify.annotations.Nullable;

/// Authorities of one process, that end with it.
public final class MemoryAuthorityStore implements AuthorityStore {
  private ReadAnswer.@Nullable Found kept;
  private long version;

  @Override
  public synchronized ReadAnswer read() {
    return kept == null ? new ReadAnswer.Missing() : kept;
  }

  @Override
  public synchronized WriteAnswer create(AuthorityEntries entries) {
    return kept == null ? keep(entries) : new WriteAnswer.Conflict();
  }

  @Override
  public synchronized WriteAnswer replace(ReadAnswer.Found read, AuthorityEntries entries) {
    return kept != null && kept.version().equals(read.version())
        ? keep(entries)
        : new WriteAnswer.Conflict();
  }

  private WriteAnswer keep(AuthorityEntries entries) {
    version++;
    kept = new ReadAnswer.Found(entries, Long.toString(version));
    return new WriteAnswer.Written(kept.version());
  }
}
