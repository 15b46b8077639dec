package dev.pullable.registry.jib;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.pullable.credential.Credential;
import dev.pullable.credential.CredentialFingerprint;
import dev.pullable.deadline.Deadline;
import dev.pullable.registry.Authorizer;
import dev.pullable.registry.Challenge;
import dev.pullable.registry.Endpoint;
import dev.pullable.registry.RegistryEvents;
import dev.pullable.registry.TokenCache;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.apache.http.conn.DnsResolver;
import org.jspecify.annotations.Nullable;

/// Opens sessions, and holds what outlives them: connections, tokens, and which repository asks for
/// what.
final class Sessions implements AutoCloseable {
  private static final int LONGEST_CHALLENGE = 2048;

  private final HttpExchanges http;
  private final AnswerBudget budget;
  private final Authorizer authorizer;

  /// The challenge a repository gave last, so that the next request can answer it in advance.
  private final Cache<Repository, List<Challenge>> challenges =
      Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(Duration.ofMinutes(10)).build();

  /// @param answerBytes how many bytes of answers are in memory at a time
  Sessions(
      RegistrySettings settings,
      CredentialFingerprint fingerprint,
      long answerBytes,
      DnsResolver lookups,
      RegistryEvents events) {
    this.budget = new AnswerBudget(answerBytes);
    this.http = new HttpExchanges(settings, lookups, events);
    this.authorizer =
        new Authorizer(
            new JibTokenExchange(http), settings.realms(), new TokenCache(), fingerprint::of);
  }

  /// @param credential what to show if asked, null for nothing
  Session open(
      Endpoint endpoint, String repository, @Nullable Credential credential, Deadline deadline) {
    Credential shown = credential == null || credential.anonymousOnWire() ? null : credential;
    return new Session(this, new Repository(endpoint, repository), shown, deadline);
  }

  AnswerBudget budget() {
    return budget;
  }

  HttpExchanges http() {
    return http;
  }

  Authorizer authorizer() {
    return authorizer;
  }

  @Nullable List<Challenge> challenge(Repository repository) {
    return challenges.getIfPresent(repository);
  }

  /// Remembers what a repository asks for, unless a hostile one makes that a burden.
  void challenged(Repository repository, List<Challenge> challenge) {
    if (challenge.toString().length() <= LONGEST_CHALLENGE) {
      challenges.put(repository, challenge);
    }
  }

  @Override
  public void close() throws IOException {
    http.close();
  }

  /// @param path empty for the registry as a whole
  record Repository(Endpoint endpoint, String path) {
    String scope() {
      return path.isEmpty() ? "registry:catalog:*" : "repository:" + path + ":pull";
    }

    /// What is below the repository, or below the registry where there is none.
    String below(String resource) {
      return path.isEmpty() ? resource : "/" + path + resource;
    }
  }
}
