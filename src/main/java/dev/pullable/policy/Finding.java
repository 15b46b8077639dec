package dev.pullable.policy;

import dev.pullable.resolution.Reason;
import dev.pullable.workload.ContainerImage;
import java.util.List;

/// One thing to be said about an image: what is wrong and what mends it.
///
/// @param problem one sentence without a full stop
/// @param trace what was tried, a line each; empty where that adds nothing
/// @param remedy what to do, a sentence or a command a line; empty where nothing can be
public record Finding(
    Reason reason, ContainerImage image, String problem, List<String> trace, List<String> remedy) {

  public Finding {
    trace = List.copyOf(trace);
    remedy = List.copyOf(remedy);
  }

  /// The problem with the word of its reason, as every edge tells it.
  public String sentence() {
    return problem + " [" + reason.word() + "]";
  }

  /// What it has in common with findings of other images that are told together: of these the
  /// remedies may differ in the names of their containers.
  public Cause cause() {
    return new Cause(reason, problem, trace);
  }

  /// What is wrong, apart from the field where it is.
  public record Cause(Reason reason, String problem, List<String> trace) {}
}
