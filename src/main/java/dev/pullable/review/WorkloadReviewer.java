package dev.pullable.review;

import dev.pullable.advice.Advice;
import dev.pullable.advice.Advisor;
import dev.pullable.deadline.Deadline;
import dev.pullable.policy.Policies;
import dev.pullable.policy.Policy;
import dev.pullable.resolution.ImageResolver;
import dev.pullable.resolution.PullContext;
import dev.pullable.resolution.PullContextReader;
import dev.pullable.resolution.PullTracer;
import dev.pullable.resolution.Resolution;
import dev.pullable.workload.ContainerImage;
import dev.pullable.workload.Workload;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// The engine: resolves the distinct images of a workload side by side and has the policy judge
/// them.
public final class WorkloadReviewer {
  private static final int IMAGES_AT_A_TIME = 8;

  /// A Pod with more would be its author's burden on everybody else.
  private static final int MOST_IMAGES = 100;

  private final PullContextReader contexts;
  private final ImageResolver resolver;
  private final Policies policies;
  private final ExecutorService threads;
  private final Consultation consultation;
  private final int imagesAtATime;

  /// One that knows no advice.
  ///
  /// @param threads runs one task an image; a virtual thread each is meant
  public WorkloadReviewer(
      PullContextReader contexts,
      ImageResolver resolver,
      Policies policies,
      ExecutorService threads) {
    this(contexts, resolver, policies, Advisor.NONE, threads, IMAGES_AT_A_TIME);
  }

  /// @param advisor asked about what was refused, where time is left
  /// @param imagesAtATime how many images of one workload are resolved side by side
  public WorkloadReviewer(
      PullContextReader contexts,
      ImageResolver resolver,
      Policies policies,
      Advisor advisor,
      ExecutorService threads,
      int imagesAtATime) {
    this(contexts, resolver, policies, advisor, Consultation.LONGEST, threads, imagesAtATime);
  }

  /// @param longestAdvice how long the advisor may take; nobody at a terminal minds a few seconds
  public WorkloadReviewer(
      PullContextReader contexts,
      ImageResolver resolver,
      Policies policies,
      Advisor advisor,
      Duration longestAdvice,
      ExecutorService threads,
      int imagesAtATime) {
    this.contexts = contexts;
    this.resolver = resolver;
    this.policies = policies;
    this.threads = threads;
    this.consultation = new Consultation(advisor, longestAdvice, threads);
    this.imagesAtATime = imagesAtATime;
  }

  /// Reviews the workload. Answers by the deadline: what is not known by then is inconclusive.
  public Review review(Workload workload, Deadline deadline) {
    Future<PullContext> context = threads.submit(() -> contexts.read(workload, deadline));
    return review(workload, context, deadline, PullTracer.NONE, () -> {});
  }

  /// The same of a workload of one image, with all that the review was made of. There is no other
  /// way to a verdict in here, so that what is told is what counted.
  ///
  /// @param resolved called when the outcome is settled and advice is about to be looked for
  public Explanation explain(Workload workload, Deadline deadline, Runnable resolved) {
    Future<PullContext> context = threads.submit(() -> contexts.read(workload, deadline));
    PullTracer.Recording tracer = new PullTracer.Recording();
    Review review = review(workload, context, deadline, tracer, resolved);
    boolean read = context.state() == Future.State.SUCCESS;
    return new Explanation(
        review,
        read ? Optional.of(context.resultNow()) : Optional.empty(),
        tracer.trace(),
        policies.of(workload.namespace()),
        workload.images().stream()
            .allMatch(it -> policies.exemptImages(workload.namespace()).contain(it.image())));
  }

  private Review review(
      Workload workload,
      Future<PullContext> context,
      Deadline deadline,
      PullTracer tracer,
      Runnable resolved) {
    Map<Question, Future<Resolution>> asked = ask(workload, context, deadline, tracer);
    Map<Question, Resolution> answers = new HashMap<>();
    Map<ContainerImage, Resolution> resolutions = new LinkedHashMap<>();
    for (ContainerImage image : workload.images()) {
      Resolution answer =
          answers.computeIfAbsent(
              Question.of(image), question -> await(image, asked.get(question), deadline));
      resolutions.put(image, answer);
    }
    resolved.run();
    Policy policy = policies.of(workload.namespace());
    Map<ContainerImage, Advice> advice =
        consultation.advice(policy, resolutions, context, deadline);
    return new Review(workload, resolutions, policy.judge(workload, resolutions, advice));
  }

  private Map<Question, Future<Resolution>> ask(
      Workload workload, Future<PullContext> context, Deadline deadline, PullTracer tracer) {
    // Fair, so that the images are begun in the order of the object.
    Semaphore turns = new Semaphore(imagesAtATime, true);
    Map<Question, Future<Resolution>> asked = new LinkedHashMap<>();
    for (ContainerImage image : workload.images()) {
      Question question = Question.of(image);
      if (asked.size() < MOST_IMAGES && !asked.containsKey(question)) {
        asked.put(
            question, threads.submit(() -> resolve(image, context.get(), turns, deadline, tracer)));
      }
    }
    return asked;
  }

  private Resolution resolve(
      ContainerImage image,
      PullContext context,
      Semaphore turns,
      Deadline deadline,
      PullTracer tracer)
      throws InterruptedException {
    turns.acquire();
    try {
      return resolver.resolve(image, context, deadline, tracer);
    } finally {
      turns.release();
    }
  }

  /// @param asked null for an image beyond those that are looked at
  private Resolution await(
      ContainerImage image, @Nullable Future<Resolution> asked, Deadline deadline) {
    if (asked == null) {
      return resolver.overTheLimit(image, MOST_IMAGES);
    }
    try {
      return asked.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      asked.cancel(true);
      return resolver.outOfTime(image);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return resolver.outOfTime(image);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a resolution failed", e.getCause());
    }
  }
}
