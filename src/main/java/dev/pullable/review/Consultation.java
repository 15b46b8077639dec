package dev.pullable.review;

import dev.pullable.advice.Advice;
import dev.pullable.advice.Advisor;
import dev.pullable.advice.Refused;
import dev.pullable.deadline.Deadline;
import dev.pullable.policy.Policy;
import dev.pullable.resolution.PullContext;
import dev.pullable.resolution.Resolution;
import dev.pullable.workload.ContainerImage;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The second phase of a review: what was refused is talked over with an advisor, in time that is
/// left and not for long. Nothing that comes of it, or does not, changes what was found.
final class Consultation {
  private static final Logger log = LoggerFactory.getLogger(Consultation.class);
  private static final int MOST_IMAGES = 5;
  static final Duration LONGEST = Duration.ofSeconds(1);

  /// Less is not worth beginning with.
  private static final Duration SHORTEST = Duration.ofMillis(200);

  /// What is left for judging and answering.
  private static final Duration KEPT = Duration.ofMillis(100);

  /// What an advisor gets less, so as to say what it has found until then.
  private static final Duration HANDING_OVER = Duration.ofMillis(50);

  private final Advisor advisor;
  private final Duration longest;
  private final ExecutorService threads;

  /// @param longest how long it may take
  Consultation(Advisor advisor, Duration longest, ExecutorService threads) {
    this.advisor = advisor;
    this.longest = longest;
    this.threads = threads;
  }

  /// The advice on those images that somebody will be told about. Answers before the deadline.
  Map<ContainerImage, Advice> advice(
      Policy policy,
      Map<ContainerImage, Resolution> resolutions,
      Future<PullContext> context,
      Deadline deadline) {
    Map<Question, Subject> wanted = wanted(policy, resolutions);
    Duration left = deadline.remaining().minus(KEPT);
    if (wanted.isEmpty() || left.compareTo(SHORTEST) < 0) {
      return Map.of();
    }
    Duration span = left.compareTo(longest) < 0 ? left : longest;
    Deadline until = deadline.less(deadline.remaining().minus(span));
    Map<Question, Future<Advice>> asked = new LinkedHashMap<>();
    wanted.forEach((question, subject) -> {
      Future<Advice> future = ask(policy, subject, context, until);
      if (future != null) {
        asked.put(question, future);
      }
    });
    return byImage(resolutions, answers(asked, until));
  }

  private record Subject(ContainerImage image, Resolution resolution) {}

  private static Map<Question, Subject> wanted(
      Policy policy, Map<ContainerImage, Resolution> resolutions) {
    Map<Question, Subject> wanted = new LinkedHashMap<>();
    resolutions.forEach((image, resolution) -> {
      if (wanted.size() < MOST_IMAGES
          && Refused.isAdvisable(resolution)
          && policy.tells(resolution)) {
        wanted.putIfAbsent(Question.of(image), new Subject(image, resolution));
      }
    });
    return wanted;
  }

  private @Nullable Future<Advice> ask(
      Policy policy, Subject subject, Future<PullContext> context, Deadline until) {
    try {
      return threads.submit(() ->
          Refused.of(subject.image(), subject.resolution(), context.get(), policy.forbidsLatest())
              .map(refused -> advisor.advise(refused, until.less(HANDING_OVER)))
              .orElse(Advice.NONE));
    } catch (RejectedExecutionException e) {
      return null;
    }
  }

  private static Map<Question, Advice> answers(
      Map<Question, Future<Advice>> asked, Deadline until) {
    Map<Question, Advice> answers = new HashMap<>();
    asked.forEach((question, future) -> answers.put(question, await(future, until)));
    return answers;
  }

  private static Advice await(Future<Advice> asked, Deadline until) {
    try {
      return asked.get(until.remaining().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      asked.cancel(true);
      return Advice.NONE;
    } catch (InterruptedException e) {
      asked.cancel(true);
      Thread.currentThread().interrupt();
      return Advice.NONE;
    } catch (ExecutionException e) {
      // A bug. What was found stands without advice, and its message may quote an object.
      Throwable cause = e.getCause();
      log.warn("an advisor failed: {}", cause == null ? "" : cause.getClass().getName());
      return Advice.NONE;
    }
  }

  private static Map<ContainerImage, Advice> byImage(
      Map<ContainerImage, Resolution> resolutions, Map<Question, Advice> answers) {
    Map<ContainerImage, Advice> advice = new LinkedHashMap<>();
    resolutions
        .keySet()
        .forEach(image -> {
          Advice answer = answers.get(Question.of(image));
          if (answer != null) {
            advice.put(image, answer);
          }
        });
    return advice;
  }
}
