package dev.pullable.app;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.web.filter.OncePerRequestFilter;

/// The time between being told to stop and taking no more reviews. Endpoints follow readiness with
/// a delay, and kube-apiserver keeps its connections to a Pod that has left them: so everything is
/// answered as before for a while, each answer with the demand to use its connection no more.
final class Drain extends OncePerRequestFilter implements SmartLifecycle {
  /// No review lasts longer than this and what Spring Boot's own graceful stop waits afterwards.
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(15);

  private static final Duration STEP = Duration.ofMillis(10);
  private static final Logger log = LoggerFactory.getLogger(Drain.class);

  private final Duration time;
  private final AtomicInteger inFlight = new AtomicInteger();
  private volatile boolean running;
  private volatile boolean draining;

  Drain(Duration time) {
    this.time = time;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (draining) {
      response.setHeader("Connection", "close");
    }
    inFlight.incrementAndGet();
    try {
      chain.doFilter(request, response);
    } finally {
      inFlight.decrementAndGet();
    }
  }

  @Override
  public void start() {
    running = true;
  }

  /// Returns when the drain is over. Not by the callback: Spring would wait for that no longer than
  /// for the reviews in flight afterwards.
  @Override
  public void stop() {
    draining = true;
    if (time.isPositive()) {
      log.info("Told to stop: not ready any more, reviewing for another {} ms", time.toMillis());
    }
    try {
      Thread.sleep(time);
      awaitReviews();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    running = false;
  }

  /// While Tomcat waits for requests in flight, it hangs up on whoever uses a connection that was
  /// idle. So it is told to stop when there are none.
  private void awaitReviews() throws InterruptedException {
    long start = System.nanoTime();
    while (inFlight.get() > 0 && System.nanoTime() - start < LONGEST_WAIT.toNanos()) {
      Thread.sleep(STEP);
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /// The last to start and so the first to stop, before the server.
  @Override
  public int getPhase() {
    return Integer.MAX_VALUE;
  }
}
