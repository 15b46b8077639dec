package dev.pullable.registry.jib;

import dev.pullable.deadline.Deadline;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.http.client.methods.HttpUriRequest;

/// Ends exchanges at their deadline, whatever they are waiting for: a socket's read timeout starts
/// anew with each byte, and so never ends a slow drip.
final class Aborter implements AutoCloseable {
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().daemon().name("exchange-deadlines").factory());

  Aborter() {
    timer.setRemoveOnCancelPolicy(true);
  }

  /// Aborts the request when the deadline passes, unless the watch is closed before.
  Watch abortAt(Deadline deadline, HttpUriRequest request) {
    // On a thread of its own, since closing a TLS socket may block.
    Future<?> task =
        timer.schedule(
            () -> Thread.startVirtualThread(request::abort),
            deadline.remaining().toNanos(),
            TimeUnit.NANOSECONDS);
    return () -> task.cancel(false);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  /// The watch over one exchange.
  interface Watch extends AutoCloseable {
    @Override
    void close();
  }
}
