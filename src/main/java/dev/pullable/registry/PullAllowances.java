package dev.pullable.registry;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How many pulls registries say that they still allow, each to one credential, in the headers
/// `ratelimit-limit` and `ratelimit-remaining` (Docker's documentation of its rate limits).
public final class PullAllowances {
  private static final int MOST = 10_000;

  /// Such as `100;w=21600`.
  private static final Pattern VALUE = Pattern.compile("\\s*(\\d{1,9})\\s*(?:[;,].*)?");

  private final int rest;
  private final RegistryEvents events;

  /// Every answer to a HEAD tells anew; what was not told for long is as good as unknown.
  private final Cache<Asker, Integer> remaining =
      Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(Duration.ofMinutes(10)).build();

  /// Allowances of which nobody counts anything.
  public PullAllowances(int rest) {
    this(rest, RegistryEvents.NONE);
  }

  /// @param rest how many pulls are left to the nodes; zero leaves none
  public PullAllowances(int rest, RegistryEvents events) {
    this.rest = rest;
    this.events = events;
  }

  private record Asker(Endpoint host, String credential) {}

  /// Takes note of an answer's headers; what is not understood is passed over.
  ///
  /// @param credential the fingerprint of the credential that was shown
  /// @param limit the value of `ratelimit-limit`; empty where there is none
  /// @param left the value of `ratelimit-remaining`
  public void heard(Endpoint endpoint, String credential, String limit, String left) {
    Optional<Integer> few = number(left);
    if (few.isEmpty()) {
      return;
    }
    Endpoint host = endpoint.canonical();
    remaining.put(new Asker(host, credential), few.get());
    number(limit).ifPresent(all -> events.allowance(host.authority(), all, few.get()));
  }

  /// The refusal to fetch what counts as a pull, if fewer are left than the rest.
  ///
  /// @param credential the fingerprint of the credential that would be shown
  public Optional<Refusal.FewPullsLeft> few(Endpoint endpoint, String credential) {
    Endpoint host = endpoint.canonical();
    Integer left = remaining.getIfPresent(new Asker(host, credential));
    if (left == null || left >= rest) {
      return Optional.empty();
    }
    events.notAsked(host.authority(), RegistryEvents.NotAsked.FEW_PULLS_LEFT);
    return Optional.of(new Refusal.FewPullsLeft(left));
  }

  private static Optional<Integer> number(String value) {
    Matcher matcher = VALUE.matcher(value);
    return matcher.matches() ? Optional.of(Integer.valueOf(matcher.group(1))) : Optional.empty();
  }
}
