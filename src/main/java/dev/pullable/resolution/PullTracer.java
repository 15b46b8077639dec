package dev.pullable.resolution;

import dev.pullable.registry.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Hears how an image is resolved, step by step, while it is. Changes nothing of it.
public sealed class PullTracer {
  /// One that does not listen.
  public static final PullTracer NONE = new PullTracer();

  private PullTracer() {}

  /// A route was laid out; whatever was heard before was of no account.
  void planned(Route route) {}

  void attempted(List<Attempt> attempts) {}

  void credentials(Supplier<CredentialTrace> steps) {}

  void platform(PlatformFit fit) {}

  /// One that keeps what it hears.
  public static final class Recording extends PullTracer {
    private PullTrace heard = PullTrace.NONE;

    /// What was heard until now.
    public synchronized PullTrace trace() {
      return heard;
    }

    @Override
    synchronized void planned(Route route) {
      heard = new PullTrace(Optional.of(route), List.of(), CredentialTrace.NONE, List.of());
    }

    @Override
    synchronized void attempted(List<Attempt> attempts) {
      heard = new PullTrace(heard.route(), attempts, heard.credentials(), heard.platforms());
    }

    @Override
    synchronized void credentials(Supplier<CredentialTrace> steps) {
      heard = new PullTrace(heard.route(), heard.attempts(), steps.get(), heard.platforms());
    }

    @Override
    synchronized void platform(PlatformFit fit) {
      List<PlatformFit> fits = new ArrayList<>(heard.platforms());
      fits.add(fit);
      heard = new PullTrace(heard.route(), heard.attempts(), heard.credentials(), fits);
    }
  }
}
