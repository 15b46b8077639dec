package dev.pullable.audit;

import dev.pullable.resolution.Reason;
import java.util.List;

/// Something to be said about an image of a workload that runs.
///
/// @param kind of the workload's topmost owner, such as `Deployment`
/// @param name of that owner
/// @param pods how many of its Pods have the image
/// @param container the container's or volume's name
/// @param image as written in the Pod
/// @param problem one sentence without a full stop
/// @param trace what was tried, a line each
/// @param remedy what to do, a sentence or a command a line
/// @param heldBy the Nodes that have the image, by name, so that it need not be pulled there; the
///   first ones only where they are many
/// @param nodes of how many Nodes where the Pod may land it is
/// @param lacking how many of these do not have the image
public record AuditFinding(
    String namespace,
    String kind,
    String name,
    int pods,
    String container,
    String image,
    Outcome outcome,
    Reason reason,
    String problem,
    List<String> trace,
    List<String> remedy,
    List<String> heldBy,
    int nodes,
    int lacking) {

  public AuditFinding {
    trace = List.copyOf(trace);
    remedy = List.copyOf(remedy);
    heldBy = List.copyOf(heldBy);
  }

  /// The reason as everybody sees it, such as `TagNotFound`.
  public String word() {
    return reason.word();
  }

  /// The same, of more Pods.
  AuditFinding with(int more) {
    return new AuditFinding(
        namespace,
        kind,
        name,
        pods + more,
        container,
        image,
        outcome,
        reason,
        problem,
        trace,
        remedy,
        heldBy,
        nodes,
        lacking);
  }
}
