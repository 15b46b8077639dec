package dev.pullable.resolution;

import dev.pullable.credential.Credential.Source;
import dev.pullable.credential.IgnoredSecret;
import dev.pullable.credential.Keyring;
import dev.pullable.credential.Keyring.Missed;
import dev.pullable.credential.MalformedSecret;
import dev.pullable.reference.ImageReference;
import dev.pullable.registry.ManifestAnswer;
import dev.pullable.registry.Refusal;
import dev.pullable.resolution.CredentialTrace.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/// Collects the steps of a [CredentialTrace], of bounded number: the entries that are not for the
/// image are what there may be many of, so of them the nearest are told.
final class CredentialSteps {
  private static final int MOST = 20;
  private static final int MOST_MISSED = 8;
  private static final int MOST_TRIED = 100;

  private final PullContext.Secrets secrets;
  private final String namespace;

  CredentialSteps(PullContext context) {
    this.secrets = context.secrets();
    this.namespace = context.namespace();
  }

  /// Of secrets of which some cannot be read, so that nothing was tried.
  CredentialTrace broken(List<MalformedSecret> malformed) {
    List<Step> steps = skipped(List.of());
    malformed.forEach(it ->
        steps.add(
            new Step.Skipped(it.name(), "has a %s that %s".formatted(it.key(), it.detail()))));
    return bounded(steps, List.of(), List.of(), 0);
  }

  /// @param ended a clause about a credential's token that has ended; empty where it has not
  CredentialTrace tried(
      ImageReference reference,
      Keyring keyring,
      List<Attempt> attempts,
      Function<Source, String> ended) {
    List<Missed> missed = keyring.missed(reference.name());
    List<Step> skipped =
        skipped(Stream.concat(keyring.ignored().stream(), keyring.empty().stream()).toList());
    List<Step> near =
        Stream.concat(
                missed.stream().filter(it -> it.mismatch().near()),
                missed.stream().filter(it -> !it.mismatch().near()))
            .<Step>map(CredentialSteps::notMatched)
            .toList();
    List<Attempt> words = lastWords(attempts);
    List<Step> tried =
        words.stream().limit(MOST_TRIED).map(it -> step(it, ended)).distinct().toList();
    return bounded(skipped, near, tried, Math.max(0, words.size() - MOST_TRIED));
  }

  /// Cuts the entries first, then the rest from its end, the attempts last of all.
  ///
  /// @param untold how many more were tried
  private static CredentialTrace bounded(
      List<Step> skipped, List<Step> missed, List<Step> tried, int untold) {
    List<Step> last = first(tried, MOST);
    List<Step> head = first(skipped, MOST - last.size());
    int room = Math.min(MOST_MISSED, MOST - last.size() - head.size());
    List<Step> steps = new ArrayList<>(head);
    steps.addAll(first(missed, room));
    steps.addAll(last);
    int all = skipped.size() + missed.size() + tried.size() + untold;
    return new CredentialTrace(steps, all - steps.size());
  }

  private static List<Step> first(List<Step> steps, int most) {
    return steps.subList(0, Math.min(steps.size(), most));
  }

  /// The secrets that take no part, in the order in which the Pod names them.
  private List<Step> skipped(List<IgnoredSecret> ignored) {
    // By hashing: a Pod may name as many secrets as it likes.
    Set<String> missing = new HashSet<>(secrets.missing());
    Set<String> unreadable = new HashSet<>(secrets.unreadable());
    Map<String, IgnoredSecret> byName = new HashMap<>();
    ignored.forEach(it -> byName.putIfAbsent(it.name(), it));
    List<Step> steps = new ArrayList<>();
    for (String name : new LinkedHashSet<>(secrets.named())) {
      IgnoredSecret flawed = byName.get(name);
      if (missing.contains(name)) {
        steps.add(new Step.Skipped(name, "does not exist in namespace " + namespace));
      } else if (unreadable.contains(name)) {
        steps.add(new Step.Skipped(name, "could not be looked up in namespace " + namespace));
      } else if (flawed != null) {
        steps.add(new Step.Skipped(name, flawed.flaw(), flawed.onlyDockerConfig()));
      }
    }
    return steps;
  }

  private static Step notMatched(Missed missed) {
    return new Step.NotMatched(
        missed.entry().secret(), missed.entry().registry(), missed.mismatch().why());
  }

  /// Of attempts in a row at one host, over TLS and then without, the last says what came of it.
  private static List<Attempt> lastWords(List<Attempt> attempts) {
    List<Attempt> words = new ArrayList<>();
    for (Attempt attempt : attempts) {
      if (!words.isEmpty() && isSamePlace(words.getLast(), attempt)) {
        words.removeLast();
      }
      words.add(attempt);
    }
    return words;
  }

  private static boolean isSamePlace(Attempt before, Attempt now) {
    return before.credential().equals(now.credential())
        && before.endpoint().authority().equals(now.endpoint().authority())
        && before.endpoint().transport() != now.endpoint().transport();
  }

  private static Step step(Attempt attempt, Function<Source, String> ended) {
    boolean mirror = !attempt.endpoint().namespace().isEmpty();
    String where = mirror ? " by " + attempt.endpoint().authority() : "";
    Optional<Source> source = attempt.credential();
    String outcome = outcome(attempt.answer(), source.isPresent(), where);
    if (source.isEmpty()) {
      return new Step.Anonymous(outcome);
    }
    String end = ended.apply(source.get());
    return new Step.Tried(
        source.get().holder(),
        source.get().entry(),
        end.isEmpty() ? outcome : outcome + "; " + end);
  }

  private static String outcome(ManifestAnswer answer, boolean credential, String where) {
    return switch (answer) {
      case ManifestAnswer.Found _, Refusal.FewPullsLeft _ -> "was let in" + where;
      case Refusal.NotFound _ -> "was let in%s, and found nothing (404)".formatted(where);
      case Refusal.Unauthorized(boolean shown) when credential && !shown ->
          "holds nothing that can be shown, and was refused%s (401)".formatted(where);
      case Refusal.Unauthorized _ -> "was refused%s (401)".formatted(where);
      case Refusal.Denied _ -> "was forbidden%s (403)".formatted(where);
      case Refusal.CredentialWithheld(String host) ->
          "was not shown to %s, which is not trusted with it".formatted(host);
      case Refusal.TooManyRequests _ -> "was put off%s (429)".formatted(where);
      case Refusal.ServerError(int status, var _) ->
          "got no answer%s but status %d".formatted(where, status);
      case Refusal.Unreachable _,
          Refusal.AddressNotAllowed _,
          Refusal.ProxyFailed _,
          Refusal.DeadlineExceeded _,
          Refusal.Misbehaved _,
          Refusal.Busy _,
          Refusal.FailedLately _ ->
          "got no answer" + where.replace(" by ", " from ");
    };
  }
}
