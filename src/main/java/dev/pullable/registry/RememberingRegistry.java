package dev.pullable.registry;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.pullable.credential.Credential;
import dev.pullable.deadline.Deadline;
import dev.pullable.registry.AnswerMemory.Question;
import dev.pullable.registry.AnswerMemory.Recalled;
import dev.pullable.registry.ManifestAnswer.Found;
import dev.pullable.registry.ManifestAnswer.LastSeen;
import dev.pullable.registry.RegistryEvents.Recollection;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A registry that is asked again only about what was not answered lately, and once by all who ask
/// the same at the same time. What it answered is given to nobody who does not show the same
/// credential.
public final class RememberingRegistry implements Registry {
  /// A registry that does not answer within that is asked again by the next who wants to know.
  private static final Duration RECHECK = Duration.ofSeconds(10);

  /// Far fewer than may wait for a turn at one host, so that reviews get theirs.
  private static final int MOST_RECHECKS = 64;

  private static final Duration MOST_KEPT_BACK = Duration.ofMillis(500);

  private static final Duration NAMES_KEPT = Duration.ofMinutes(1);

  /// In characters, and as many for a list that is empty.
  private static final long MOST_NAMES = 4 << 20;

  private static final int LEAST_NAMES = 256;

  private final AnswerMemory memory;
  private final ManifestCache cache;
  private final Function<@Nullable Credential, String> fingerprint;
  private final Executor threads;
  private final RegistryEvents events;
  private final Registry flights;
  private final Set<Question> rechecks = ConcurrentHashMap.newKeySet();
  private final Cache<NamesQuestion, NamesAnswer> names =
      Caffeine.newBuilder()
          .maximumWeight(MOST_NAMES)
          .weigher((NamesQuestion _, NamesAnswer answer) -> weight(answer))
          .expireAfterWrite(NAMES_KEPT)
          .build();

  /// @param cache where configs are kept
  /// @param fingerprint tells credentials apart without keeping them
  /// @param threads runs one task a flight; a virtual thread each is meant
  public RememberingRegistry(
      Registry registry,
      AnswerMemory memory,
      ManifestCache cache,
      Function<@Nullable Credential, String> fingerprint,
      Executor threads,
      RegistryEvents events) {
    this.memory = memory;
    this.cache = cache;
    this.fingerprint = fingerprint;
    this.threads = threads;
    this.events = events;
    this.flights = new SingleFlightRegistry(new Learning(registry), fingerprint, threads);
  }

  @Override
  public ManifestAnswer manifest(ManifestRequest request, Deadline deadline) {
    Question question = question(request);
    return switch (memory.recall(question)) {
      case null -> {
        events.recalled(Recollection.NONE);
        yield flights.manifest(request, deadline);
      }
      case Recalled.Fresh(ManifestAnswer answer) -> {
        events.recalled(Recollection.FRESH);
        yield answer;
      }
      case Recalled.Stale(Found found) -> {
        events.recalled(Recollection.STALE);
        recheck(question, request);
        yield found;
      }
      case Recalled.Old(Found found, Duration age) -> askedOr(found, age, request, deadline);
    };
  }

  @Override
  public ConfigAnswer config(ConfigRequest request, Deadline deadline) {
    ConfigAnswer.Found kept =
        cache.kept(
            request.endpoint(),
            request.repository(),
            request.config().digest(),
            fingerprint.apply(request.credential()));
    if (kept == null) {
      return flights.config(request, deadline);
    }
    events.lookedUp(true);
    return kept;
  }

  /// Whoever makes a Pod again and again is advised alike for a minute.
  @Override
  public NamesAnswer names(NamesRequest request, Deadline deadline) {
    NamesQuestion question =
        new NamesQuestion(
            request.endpoint(),
            request.repository(),
            request.after(),
            fingerprint.apply(request.credential()));
    NamesAnswer known = names.getIfPresent(question);
    if (known != null) {
      return known;
    }
    NamesAnswer answer = flights.names(request, deadline);
    if (!(answer instanceof Refusal refusal && isNoAnswer(refusal))) {
      names.put(question, answer);
    }
    return answer;
  }

  @Override
  public Registry now() {
    return flights;
  }

  /// What was found is of use only if there is still time to say so.
  private ManifestAnswer askedOr(
      Found old, Duration age, ManifestRequest request, Deadline deadline) {
    Duration quarter = deadline.remaining().dividedBy(4);
    Duration kept = quarter.compareTo(MOST_KEPT_BACK) < 0 ? quarter : MOST_KEPT_BACK;
    ManifestAnswer now = flights.manifest(request, deadline.less(kept));
    if (now instanceof Refusal refusal && isNoAnswer(refusal)) {
      events.recalled(Recollection.LAST_SEEN);
      return new Found(
          old.digest(), old.manifest(), Optional.of(new LastSeen(age, Optional.of(refusal))));
    }
    events.recalled(Recollection.NONE);
    return now;
  }

  private static boolean isNoAnswer(Refusal refusal) {
    return switch (refusal) {
      case Refusal.TooManyRequests _,
          Refusal.Unreachable _,
          Refusal.ProxyFailed _,
          Refusal.DeadlineExceeded _,
          Refusal.Busy _,
          Refusal.FailedLately _ ->
          true;
      case Refusal.ServerError(int status, var _) -> status >= 500;
      // The tag is another digest's now, or nobody knows whose.
      case Refusal.FewPullsLeft _,
          Refusal.NotFound _,
          Refusal.Unauthorized _,
          Refusal.CredentialWithheld _,
          Refusal.Denied _,
          Refusal.AddressNotAllowed _,
          Refusal.Misbehaved _ ->
          false;
    };
  }

  /// Asks again for nobody in particular, once at a time. Where too many are under way, or the
  /// process ends, the answer stays stale until somebody asks in vain.
  private void recheck(Question question, ManifestRequest request) {
    if (rechecks.size() >= MOST_RECHECKS || !rechecks.add(question)) {
      return;
    }
    try {
      threads.execute(() -> {
        try {
          flights.manifest(request, Deadline.in(RECHECK));
        } finally {
          rechecks.remove(question);
        }
      });
    } catch (RejectedExecutionException _) {
      rechecks.remove(question);
    }
  }

  private record NamesQuestion(
      Endpoint endpoint, String repository, String after, String credential) {}

  private static int weight(NamesAnswer answer) {
    return switch (answer) {
      case NamesAnswer.Names(var all) -> LEAST_NAMES + all.stream().mapToInt(String::length).sum();
      case Refusal _ -> LEAST_NAMES;
    };
  }

  private Question question(ManifestRequest request) {
    return Question.of(request, fingerprint.apply(request.credential()));
  }

  /// Asks within a flight, and remembers before the flight is over: whoever comes too late to join
  /// it finds the answer.
  private final class Learning implements Registry {
    private final Registry registry;

    Learning(Registry registry) {
      this.registry = registry;
    }

    @Override
    public ManifestAnswer manifest(ManifestRequest request, Deadline deadline) {
      Question question = question(request);
      if (memory.recall(question) instanceof Recalled.Fresh fresh && fresh.countsForDenials()) {
        return fresh.answer();
      }
      long at = memory.now();
      ManifestAnswer answer = registry.manifest(request, deadline);
      memory.keep(question, answer, at);
      return answer;
    }

    @Override
    public ConfigAnswer config(ConfigRequest request, Deadline deadline) {
      return registry.config(request, deadline);
    }

    @Override
    public NamesAnswer names(NamesRequest request, Deadline deadline) {
      return registry.names(request, deadline);
    }
  }
}
