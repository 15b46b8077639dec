package dev.pullable.tls;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A store that can be away, and into whose hands somebody else can play.
final class FakeAuthorityStore implements AuthorityStore {
  private final MemoryAuthorityStore kept = new MemoryAuthorityStore();
  final List<String> writes = new ArrayList<>();
  @Nullable String away;
  Runnable beforeWrite = () -> {};

  @Override
  public ReadAnswer read() {
    return away == null ? kept.read() : new ReadAnswer.Unavailable(away);
  }

  @Override
  public WriteAnswer create(AuthorityEntries entries) {
    return write("create", () -> kept.create(entries));
  }

  @Override
  public WriteAnswer replace(ReadAnswer.Found read, AuthorityEntries entries) {
    return write("replace", () -> kept.replace(read, entries));
  }

  AuthorityEntries entries() {
    return ((ReadAnswer.Found) kept.read()).entries();
  }

  /// As somebody does by hand.
  void overwrite(AuthorityEntries entries) {
    switch (kept.read()) {
      case ReadAnswer.Found found -> kept.replace(found, entries);
      case ReadAnswer.Missing _ -> kept.create(entries);
      case ReadAnswer.Unavailable _ -> throw new AssertionError();
    }
  }

  private WriteAnswer write(String verb, java.util.function.Supplier<WriteAnswer> write) {
    if (away != null) {
      return new WriteAnswer.Unavailable(away);
    }
    Runnable before = beforeWrite;
    beforeWrite = () -> {};
    before.run();
    WriteAnswer answer = write.get();
    writes.add(verb + " " + answer.getClass().getSimpleName());
    return answer;
  }
}
