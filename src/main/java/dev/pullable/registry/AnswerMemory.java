package dev.pullable.registry;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.pullable.reference.Digest;
import dev.pullable.registry.ManifestAnswer.Found;
import dev.pullable.registry.ManifestAnswer.LastSeen;
import dev.pullable.registry.Registry.ManifestRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// What registries answered about manifests, each for one credential. Of what was found only the
/// digest is in here; the manifest is in the [ManifestCache], whose bytes are bounded, and where it
/// is not any more, nothing is remembered.
///
/// Bounded in entries and in what they hold. No namespace has a share of its own: what is asked for
/// often stays where somebody asks for very many things once, since Caffeine lets a newcomer in by
/// how often it was asked for (TinyLFU).
public final class AnswerMemory {
  /// Host, repository, reference and fingerprint are some 250 characters.
  private static final int CHARS_A_ENTRY = 512;

  private final TimesToLive times;
  private final ManifestCache manifests;
  private final LongSupplier nanoTime;
  private final Cache<Question, Kept> answers;

  /// @param most how many answers are remembered
  /// @param manifests where manifests are kept
  public AnswerMemory(TimesToLive times, int most, ManifestCache manifests) {
    this(times, most, manifests, System::nanoTime);
  }

  /// The same on the given clock, for tests.
  public AnswerMemory(TimesToLive times, int most, ManifestCache manifests, LongSupplier nanoTime) {
    this.times = times;
    this.manifests = manifests;
    this.nanoTime = nanoTime;
    Ticker ticker = nanoTime::getAsLong;
    this.answers =
        Caffeine.newBuilder()
            .ticker(ticker)
            .executor(Runnable::run)
            .maximumWeight((long) most * CHARS_A_ENTRY)
            .<Question, Kept>weigher((question, _) -> question.weight())
            .expireAfter(Expiry.writing((Question question, Kept kept) -> life(question, kept)))
            .build();
  }

  /// What a question was about.
  ///
  /// @param byDigest whether the reference is a digest
  /// @param credential the fingerprint of the credential that is shown
  record Question(
      Endpoint endpoint, String repository, String reference, boolean byDigest, String credential) {

    static Question of(ManifestRequest request, String credential) {
      return new Question(
          request.endpoint(),
          request.repository(),
          request.reference(),
          request.digest() != null,
          credential);
    }

    /// No entry weighs less than its share, so that there are never more than may be.
    private int weight() {
      int chars =
          endpoint.authority().length()
              + repository.length()
              + reference.length()
              + credential.length();
      return Math.max(chars, CHARS_A_ENTRY);
    }
  }

  private sealed interface Kept {
    record There(Digest digest, long at) implements Kept {}

    record Refused(Refusal refusal, long at) implements Kept {}
  }

  /// What is remembered.
  sealed interface Recalled {
    /// It counts as if the registry had been asked; what was found only as far as nothing is denied
    /// on it, where it says when it was seen.
    record Fresh(ManifestAnswer answer) implements Recalled {
      boolean countsForDenials() {
        return !(answer instanceof Found found) || found.lastSeen().isEmpty();
      }
    }

    /// It may be used while the registry is asked again.
    record Stale(Found found) implements Recalled {}

    /// It may be used if the registry gives no answer.
    record Old(Found found, Duration age) implements Recalled {}
  }

  /// The time to hand to [#keep], taken before the registry is asked.
  long now() {
    return nanoTime.getAsLong();
  }

  @Nullable Recalled recall(Question question) {
    return switch (answers.getIfPresent(question)) {
      case null -> null;
      case Kept.There there -> recall(question, there);
      case Kept.Refused(Refusal refusal, long at) ->
          age(at).compareTo(times.refusal(refusal)) < 0 ? new Recalled.Fresh(refusal) : null;
    };
  }

  private @Nullable Recalled recall(Question question, Kept.There there) {
    Manifest manifest = manifests.kept(question.endpoint(), question.repository(), there.digest());
    if (manifest == null) {
      return null;
    }
    Duration age = age(there.at());
    Duration fresh = times.fresh(question.byDigest());
    if (age.compareTo(fresh) < 0) {
      // What is wrong with a tag's image is mended as fast as one that is missing, by a push.
      boolean overtaken = !question.byDigest() && age.compareTo(times.missing()) >= 0;
      Optional<LastSeen> seen =
          overtaken ? Optional.of(new LastSeen(age, Optional.empty())) : Optional.empty();
      return new Recalled.Fresh(new Found(there.digest(), manifest, seen));
    }
    // What is never fresh is to be looked up each time.
    if (fresh.isPositive() && age.compareTo(times.stale()) < 0) {
      Optional<LastSeen> seen = Optional.of(new LastSeen(age, Optional.empty()));
      return new Recalled.Stale(new Found(there.digest(), manifest, seen));
    }
    return age.compareTo(times.staleIfError()) < 0
        ? new Recalled.Old(new Found(there.digest(), manifest), age)
        : null;
  }

  /// Remembers an answer. One that proves that what was there is not any more takes its place, even
  /// if it is not to be remembered itself.
  ///
  /// @param at when the registry was asked
  void keep(Question question, ManifestAnswer answer, long at) {
    switch (answer) {
      case Found found -> answers.put(question, new Kept.There(found.digest(), at));
      case Refusal.NotFound _, Refusal.Unauthorized _, Refusal.Denied _ ->
          answers.put(question, new Kept.Refused((Refusal) answer, at));
      case Refusal _ -> {}
    }
  }

  private Duration age(long at) {
    return Duration.ofNanos(nanoTime.getAsLong() - at);
  }

  private Duration life(Question question, Kept kept) {
    return switch (kept) {
      case Kept.There _ -> times.found(question.byDigest());
      case Kept.Refused(Refusal refusal, long _) -> times.refusal(refusal);
    };
  }

  /// How many answers are remembered.
  long size() {
    answers.cleanUp();
    return answers.estimatedSize();
  }
}
