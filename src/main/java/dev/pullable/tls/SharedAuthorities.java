package dev.pullable.tls;

import dev.pullable.tls.AuthorityStore.ReadAnswer;
import dev.pullable.tls.AuthorityStore.WriteAnswer;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The authorities as all replicas see them: read from the store, and made by whoever finds none
/// there.
final class SharedAuthorities {
  private static final Logger log = LoggerFactory.getLogger(SharedAuthorities.class);

  /// Each conflict means that somebody else got on; the next step reads again anyway.
  private static final int ATTEMPTS = 5;

  private final AuthorityStore store;
  private final RotationTimes times;
  private final InstantSource time;
  private @Nullable Read last;

  private record Read(Authorities authorities, ReadAnswer.Found found) {}

  /// What there is to know at one moment.
  ///
  /// @param authorities the last that were read, if any ever were
  /// @param problem why that is not what the store holds now, if it is not
  record State(@Nullable Authorities authorities, @Nullable String problem) {}

  SharedAuthorities(AuthorityStore store, RotationTimes times, InstantSource time) {
    this.store = store;
    this.times = times;
    this.time = time;
  }

  /// Reads what is kept, and makes an authority where none is kept that can be used.
  State refresh() {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      ReadAnswer answer = store.read();
      switch (answer) {
        case ReadAnswer.Unavailable(String reason) -> {
          return state(reason);
        }
        case ReadAnswer.Missing _ -> {
          Authorities made = Authorities.fresh(trusted(), times, time);
          AuthorityEntries entries = AuthoritiesText.write(made);
          if (store.create(entries) instanceof WriteAnswer.Unavailable(String reason)) {
            return state(reason);
          }
        }
        case ReadAnswer.Found found -> {
          String unreadable = take(found);
          if (unreadable == null) {
            return state(null);
          }
          String problem = replaceUnreadable(found, unreadable);
          if (problem != null) {
            return state(problem);
          }
        }
      }
    }
    return state("the CA changed each time that it was read");
  }

  /// Keeps a change, unless somebody else kept one since the last read.
  ///
  /// @return why it could not be kept, if it could not
  @Nullable String keep(Authorities.Change change) {
    Read read = last;
    if (read == null) {
      return null;
    }
    WriteAnswer answer = store.replace(read.found(), AuthoritiesText.write(change.to()));
    return switch (answer) {
      case WriteAnswer.Written _ -> {
        log.info("{}", change.what());
        yield null;
      }
      case WriteAnswer.Conflict _ -> null;
      case WriteAnswer.Unavailable(String reason) -> reason;
    };
  }

  /// @return what cannot be read, if something cannot
  private @Nullable String take(ReadAnswer.Found found) {
    if (last != null && last.found().version().equals(found.version())) {
      return null;
    }
    try {
      last = new Read(AuthoritiesText.read(found.entries(), time), found);
      return null;
    } catch (GeneralSecurityException e) {
      return e.getMessage();
    }
  }

  private @Nullable String replaceUnreadable(ReadAnswer.Found found, String unreadable) {
    Authorities made = Authorities.fresh(trusted(), times, time);
    WriteAnswer answer = store.replace(found, AuthoritiesText.write(made));
    return switch (answer) {
      case WriteAnswer.Written _ -> {
        log.warn("The stored CA could not be used and was replaced: {}", unreadable);
        yield null;
      }
      case WriteAnswer.Conflict _ -> null;
      case WriteAnswer.Unavailable(String reason) -> reason;
    };
  }

  private List<X509Certificate> trusted() {
    return last == null ? List.of() : last.authorities().trusted();
  }

  private State state(@Nullable String problem) {
    return new State(last == null ? null : last.authorities(), problem);
  }
}
