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

  static List<String> of(Reason reason, Evidence evidence, String namespace) {
    List<String> lines = new ArrayList<>();
    if (isAboutCredentials(reason)) {
      evidence.credentials().steps().forEach(step -> lines.add(line(step, namespace)));
    }
    if (lines.isEmpty()) {
      lines.addAll(hosts(evidence.attempts()));
    }
    return bounded(lines);
  }

  private static List<String> bounded(List<String> lines) {
    if (lines.size() <= MOST) {
      return lines;
    }
    List<String> bounded = new ArrayList<>(lines.subList(0, MOST - 1));
    bounded.add("and %d more, the last: %s".formatted(lines.size() - MOST + 1, lines.getLast()));
    return bounded;
  }

  private static String line(Step step, String namespace) {
    return switch (step) {
      case Step.Skipped(String secret, String why) ->
          "pull secret %s: %s%s"
              .formatted(
                  Quoted.bare(secret),
                  Quoted.bare(why),
                  why.equals("does not exist") ? " in namespace " + Quoted.bare(namespace) : "");
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

  private static boolean isAboutCredentials(Reason reason) {
    return switch (reason) {
      case CREDENTIALS_MISSING,
          CREDENTIALS_REJECTED,
          NODE_CREDENTIALS_REJECTED,
          ACCESS_DENIED,
          PULL_SECRET_NOT_FOUND,
          PULL_SECRET_WRONG_TYPE,
          PULL_SECRET_MALFORMED,
          PULL_SECRET_FOR_OTHER_REGISTRY,
          PULL_SECRET_UNREADABLE,
          CREDENTIAL_WITHHELD ->
          true;
      default -> false;
    };
  }
}
