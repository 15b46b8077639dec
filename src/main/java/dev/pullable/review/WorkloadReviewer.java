package dev.pullable.review;

import static java.util.Objects.requireNonNull;

import dev.pullable.deadline.Deadline;
import dev.pullable.policy.Policy;
import dev.pullable.resolution.ImageResolver;
import dev.pullable.resolution.PullContext;
import dev.pullable.resolution.PullContextReader;
import dev.pullable.resolution.Resolution;
import dev.pullable.workload.ContainerImage;
import dev.pullable.workload.Workload;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The engine: resolves the distinct images of a workload side by side and has the policy judge
/// them.
public final class WorkloadReviewer {
  private final PullContextReader contexts;
  private final ImageResolver resolver;
  private final Policy policy;
  private final ExecutorService threads;

  /// @param threads runs one task an image; a virtual thread each is meant
  public WorkloadReviewer(
      PullContextReader contexts, ImageResolver resolver, Policy policy, ExecutorService threads) {
    this.contexts = contexts;
    this.resolver = resolver;
    this.policy = policy;
    this.threads = threads;
  }

  /// Reviews the workload. Answers by the deadline: what is not known by then is inconclusive.
  public Review review(Workload workload, Deadline deadline) {
    Future<PullContext> context = threads.submit(() -> contexts.read(workload, deadline));
    Map<Question, Future<Resolution>> asked = new LinkedHashMap<>();
    for (ContainerImage image : workload.images()) {
      asked.computeIfAbsent(
          Question.of(image),
          _ -> threads.submit(() -> resolver.resolve(image, context.get(), deadline)));
    }
    Map<Question, Resolution> answers = new HashMap<>();
    Map<ContainerImage, Resolution> resolutions = new LinkedHashMap<>();
    for (ContainerImage image : workload.images()) {
      Resolution answer =
          answers.computeIfAbsent(
              Question.of(image),
              question -> await(image, requireNonNull(asked.get(question)), deadline));
      resolutions.put(image, answer);
    }
    return new Review(workload, resolutions, policy.judge(workload, resolutions));
  }

  private Resolution await(ContainerImage image, Future<Resolution> asked, Deadline deadline) {
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

  /// What makes two images of a workload one question.
  private record Question(String image, ContainerImage.PullPolicy pullPolicy, boolean volume) {
    static Question of(ContainerImage image) {
      return new Question(
          image.image(), image.pullPolicy(), image.kind() == ContainerImage.Kind.IMAGE_VOLUME);
    }
  }
}
