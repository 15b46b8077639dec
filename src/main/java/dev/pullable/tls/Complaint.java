package dev.pullable.tls;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/// Something that keeps going wrong, of which the log hears when it begins, changes and ends.
final class Complaint {
  private final Logger log;
  private final String what;
  private @Nullable String last;

  /// @param what such as `The CA cannot be read`
  Complaint(Logger log, String what) {
    this.log = log;
    this.what = what;
  }

  void is(@Nullable String reason) {
    if (Objects.equals(reason, last)) {
      return;
    }
    last = reason;
    if (reason == null) {
      log.info("No longer so: {}", what);
    } else {
      log.warn("{}: {}", what, reason);
    }
  }
}
