package dev.pullable.audit;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The report of the last pass, for whoever shows it.
public final class LastAudit implements AuditListener {
  private final AtomicReference<@Nullable AuditReport> last = new AtomicReference<>();

  /// Empty until a pass of this process is over, and where another replica audits.
  public Optional<AuditReport> report() {
    return Optional.ofNullable(last.get());
  }

  @Override
  public void finished(Audited audited) {
    last.set(audited.report());
  }

  @Override
  public void lapsed() {
    last.set(null);
  }
}
