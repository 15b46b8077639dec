package dev.pullable.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToDoubleFunction;

/// Two ways of doing a thing, measured in turn many times in one run, so that whatever else the
/// machine does befalls both: what counts is the median of the rounds' ratios.
final class Rounds {
  private static final Duration LENGTH = Duration.ofMillis(Long.getLong("round.millis", 500));
  private static final int COUNT = Integer.getInteger("rounds", 30);
  private static final int WARM_UP = Integer.getInteger("rounds.warmup", 20);

  private Rounds() {}

  /// What is done over and over.
  interface Task {
    void run() throws Exception;
  }

  /// The CPU time used so far by whoever does the work.
  interface CpuClock {
    long nanos();
  }

  /// @param workers one a thread; all do the same
  record Contender(List<? extends Task> workers, CpuClock cpu) {}

  private record Round(double nanos, double cpuNanos) {}

  /// Prints how the contender compares to the floor.
  static void compare(String name, Contender contender, Contender floor) throws Exception {
    int threads = Math.max(contender.workers().size(), floor.workers().size());
    List<Round> ours = new ArrayList<>();
    List<Round> theirs = new ArrayList<>();
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      for (int i = -WARM_UP; i < COUNT; i++) {
        boolean first = i % 2 == 0;
        Round one = round(executor, first ? contender : floor);
        Round two = round(executor, first ? floor : contender);
        if (i >= 0) {
          ours.add(first ? one : two);
          theirs.add(first ? two : one);
        }
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%-46s time x %s   CPU x %s%n",
        name,
        ratios(ours, theirs, Round::nanos),
        ratios(ours, theirs, Round::cpuNanos));
  }

  private static Round round(ExecutorService executor, Contender contender) throws Exception {
    long cpu = contender.cpu().nanos();
    long start = System.nanoTime();
    List<Callable<Long>> loops = new ArrayList<>();
    for (Task worker : contender.workers()) {
      loops.add(() -> loop(worker, start));
    }
    long count = 0;
    for (Future<Long> done : executor.invokeAll(loops)) {
      count += done.get();
    }
    return new Round(
        (double) (System.nanoTime() - start) / count,
        (double) (contender.cpu().nanos() - cpu) / count);
  }

  private static long loop(Task worker, long start) throws Exception {
    long count = 0;
    while (System.nanoTime() - start < LENGTH.toNanos()) {
      worker.run();
      count++;
    }
    return count;
  }

  private static String ratios(
      List<Round> ours, List<Round> theirs, ToDoubleFunction<Round> value) {
    double[] ratios = new double[ours.size()];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = value.applyAsDouble(ours.get(i)) / value.applyAsDouble(theirs.get(i));
    }
    Arrays.sort(ratios);
    return String.format(
        Locale.ROOT,
        "%.2f (%.2f to %.2f)",
        ratios[ratios.length / 2],
        ratios[ratios.length / 4],
        ratios[ratios.length * 3 / 4]);
  }
}
