package dev.pullable.tls;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The clockwork of a rotation: one thread that takes a step every few seconds until it is closed.
public final class RotationSchedule implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RotationSchedule.class);

  private final Runnable step;
  private final Duration interval;
  private final Complaint failed = new Complaint(log, "A step of the certificates failed");
  private final Thread thread =
      Thread.ofPlatform().daemon().name("certificates").unstarted(this::run);

  public RotationSchedule(Runnable step, Duration interval) {
    this.step = step;
    this.interval = interval;
  }

  /// Takes the first step in the background, and returns at once.
  public void start() {
    thread.start();
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void run() {
    while (!Thread.currentThread().isInterrupted()) {
      attempt();
      try {
        Thread.sleep(interval);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// An exception would end the schedule for good, and with it a week later the certificate. Its
  /// message is left out: who knows what it quotes.
  private void attempt() {
    try {
      step.run();
      failed.is(null);
    } catch (RuntimeException e) {
      failed.is(
          e.getStackTrace().length == 0
              ? e.getClass().getName()
              : e.getClass().getName() + " at " + e.getStackTrace()[0]);
    }
  }
}
