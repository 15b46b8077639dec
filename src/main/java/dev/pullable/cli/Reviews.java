package dev.pullable.cli;

import dev.pullable.deadline.Deadline;
import dev.pullable.review.Review;
import dev.pullable.review.WorkloadReviewer;
import dev.pullable.workload.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/// Reviews of many workloads, some at a time.
///
/// @param timeout how long one may take
record Reviews(WorkloadReviewer reviewer, Duration timeout) {
  /// The registry layer bounds requests itself; this bounds what waits there for its turn, so that
  /// nobody's time runs out in a queue.
  private static final int AT_A_TIME = 16;

  /// The reviews, in the order of the workloads.
  ///
  /// @param done told of each that is finished, on whichever thread that is
  List<Review> of(List<Workload> workloads, Consumer<Workload> done) throws InterruptedException {
    Semaphore turns = new Semaphore(AT_A_TIME);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Review>> asked = new ArrayList<>();
      for (Workload workload : workloads) {
        turns.acquire();
        asked.add(
            threads.submit(() -> {
              try {
                return reviewer.review(workload, Deadline.in(timeout));
              } finally {
                turns.release();
                done.accept(workload);
              }
            }));
      }
      List<Review> reviews = new ArrayList<>();
      for (Future<Review> review : asked) {
        reviews.add(review.get());
      }
      return reviews;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a review failed", e.getCause());
    }
  }
}
