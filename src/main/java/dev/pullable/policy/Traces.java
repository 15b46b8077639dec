package dev.pullable.policy;

import dev.pullable.resolution.Attempt;
import dev.pullable.resolution.CredentialTrace.Step;
import dev.pullable.resolution.Evidence;
import dev.pullable.resolution.Reason;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What was tried, in the kubelet's order, a line each: what became of each credential where the
/// reason is about credentials, and what each host answered where several were asked.
final class Traces {
  private static final int MOST = 4;

  private Traces() {}

  static List<String> of(Reason reason, Evidence evidence) {
    List<String> lines = new ArrayList<>();
    evidence.credentials().steps().stream()
        .filter(step -> !isTheProblem(reason, step, evidence))
        .forEach(step -> lines.add(line(step)));
    if (lines.isEmpty()) {
      lines.addAll(hosts(evidence.attempts()));
    }
    return bounded(lines, evidence.credentials().more());
  }

  /// What the problem says itself.
  private static boolean isTheProblem(Reason reason, Step step, Evidence evidence) {
    return reason != Reason.PULL_SECRET_FOR_OTHER_REGISTRY
        && step instanceof Step.Skipped skipped
        && skipped.secret().equals(evidence.subject());
  }

  /// The last says most: it is what came of it in the end.
  private static List<String> bounded(List<String> lines, int untold) {
    int more = untold + Math.max(0, lines.size() - MOST);
    if (more == 0 || lines.isEmpty()) {
      return lines;
    }
    List<String> bounded = new ArrayList<>(lines.subList(0, Math.min(lines.size(), MOST) - 1));
    bounded.add("and %d more".formatted(more));
    bounded.add(lines.getLast());
    return bounded;
  }

  private static String line(Step step) {
    return switch (step) {
      case Step.Skipped it ->
          "pull secret %s: %s".formatted(Quoted.bare(it.secret()), Quoted.bare(it.why()));
      case Step.NotMatched(String secret, String entry, String why) ->
          "pull secret %s, entry %s: %s"
              .formatted(Quoted.bare(secret), Quoted.of(entry), Quoted.bare(why));
      case Step.Tried(String holder, String entry, String outcome) ->
          "%s%s: %s".formatted(Quoted.bare(holder), entry(entry), Quoted.bare(outcome));
      case Step.Anonymous(String outcome) -> "without credentials: " + Quoted.bare(outcome);
    };
  }

  private static String entry(String entry) {
    return entry.isEmpty() ? "" : ", entry " + Quoted.of(entry);
  }

  /// Nothing where one host alone was asked, whose answer is the problem itself.
  private static List<String> hosts(List<Attempt> attempts) {
    Set<String> lines = new LinkedHashSet<>();
    Set<String> hosts = new LinkedHashSet<>();
    for (Attempt attempt : attempts) {
      String host = Quoted.bare(attempt.host());
      hosts.add(host);
      lines.add(host + ": " + Quoted.bare(attempt.outcome()));
    }
    return hosts.size() < 2 ? List.of() : List.copyOf(lines);
  }
}
