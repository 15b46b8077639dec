package dev.pullable.audit;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The report of the last pass that finished; none before the first has.
public final class LastReport implements Supplier<Optional<AuditReport>> {
  private final AtomicReference<@Nullable AuditReport> last = new AtomicReference<>();

  /// Replaces the report.
  public void set(AuditReport report) {
    last.set(report);
  }

  @Override
  public Optional<AuditReport> get() {
    return Optional.ofNullable(last.get());
  }
}
