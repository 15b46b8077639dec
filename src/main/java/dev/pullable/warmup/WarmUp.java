package dev.pullable.warmup;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reviews of the process's own, so that the first that somebody waits for finds classes loaded,
/// readers set up and code compiled: the whole engine over TLS to a registry within the process,
/// then the webhook's own port. No registry of anybody's is asked, no name looked up, and the API
/// server left alone.
public final class WarmUp {
  private static final int ROUNDS = 5;
  private static final int POSTS = 20;
  private static final Logger log = LoggerFactory.getLogger(WarmUp.class);

  private final OwnPort port;
  private final UncountedReviews reviews;

  public WarmUp(OwnPort port, UncountedReviews reviews) {
    this.port = port;
    this.reviews = reviews;
  }

  /// Warms up for no longer than the time given. Never throws: whatever goes wrong makes the first
  /// review slower, and nothing worse.
  public void run(Duration most) {
    long start = System.nanoTime();
    FutureTask<Void> task = new FutureTask<>(this::warm, null);
    Thread.ofVirtual().name("warm-up").start(task);
    try {
      task.get(most.toNanos(), TimeUnit.NANOSECONDS);
      log.info("Warmed up in {} ms", Duration.ofNanos(System.nanoTime() - start).toMillis());
    } catch (TimeoutException e) {
      log.info("Ready without having warmed up to the end: {} are over", most);
    } catch (ExecutionException e) {
      log.warn(
          "Not warmed up, so that the first reviews take longer: {}",
          said(Objects.requireNonNullElse(e.getCause(), e)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      task.cancel(true);
    }
  }

  private void warm() {
    ownEngine();
    ownPort();
  }

  private static void ownEngine() {
    try (LoopbackRegistry registry = new LoopbackRegistry();
        WarmUpEngine engine = new WarmUpEngine(registry.authority())) {
      List<byte[]> pulling = SampleReviews.pulling(registry.authority());
      for (int i = 0; i < ROUNDS; i++) {
        for (byte[] review : pulling) {
          if (Thread.currentThread().isInterrupted()) {
            return;
          }
          engine.review(review);
        }
      }
    } catch (IOException | GeneralSecurityException e) {
      log.info("Warmed up without a registry: {}", said(e));
    }
  }

  /// Where client certificates are wanted it has none to show, and warms up the handshake only.
  private void ownPort() {
    try {
      port.post(SampleReviews.asking(reviews.uid()), POSTS);
    } catch (IOException | GeneralSecurityException e) {
      log.info("Warmed up without the webhook's own port: {}", said(e));
    }
  }

  private static String said(Throwable e) {
    return e.getClass().getSimpleName() + ": " + e.getMessage();
  }
}
