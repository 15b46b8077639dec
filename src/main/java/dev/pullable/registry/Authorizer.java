package dev.pullable.registry;

import dev.pullable.credential.Credential;
import dev.pullable.credential.Secret;
import dev.pullable.deadline.Deadline;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Answers a registry's 401 the way containerd does (containerd: core/remotes/docker/authorizer.go,
/// AddResponses), but shows credentials only to realms that are trusted with them.
public final class Authorizer {
  /// Stands for no credential where tokens are cached.
  private static final String ANONYMOUS = "";

  private static final Secret NOTHING = new Secret("");

  private final TokenClient client;
  private final RealmTrust trust;
  private final TokenCache tokens;
  private final Function<Credential, String> fingerprint;

  /// @param fingerprint a credential's name in the cache's keys, never empty; equal only for equal
  ///   user names and passwords
  public Authorizer(
      TokenExchange exchange,
      RealmTrust trust,
      TokenCache tokens,
      Function<Credential, String> fingerprint) {
    this.client = new TokenClient(exchange);
    this.trust = trust;
    this.tokens = tokens;
    this.fingerprint = fingerprint;
  }

  /// A 401 to be answered.
  ///
  /// @param challenges its challenges, as [ChallengeParser] reads them
  /// @param scope the scope of the pull, such as `repository:library/nginx:pull`
  /// @param credential what containerd has for the registry; null for none, which includes one that
  ///   is [anonymous on the wire][Credential#anonymousOnWire]
  public record Unauthorized(
      Endpoint registry,
      List<Challenge> challenges,
      String scope,
      @Nullable Credential credential) {
    public Unauthorized {
      challenges = List.copyOf(challenges);
    }
  }

  public Authorization authorize(Unauthorized answer, Deadline deadline) {
    for (Challenge challenge : answer.challenges()) {
      switch (challenge.scheme()) {
        case BEARER -> {
          return bearer(challenge, answer, deadline);
        }
        case BASIC -> {
          return basic(answer.credential());
        }
        case DIGEST -> {}
      }
    }
    return failed(Authorization.Problem.NO_SCHEME, new Refusal.Unauthorized(false));
  }

  /// Forgets a token that the registry refuses.
  public void drop(Authorization.Header header) {
    header.key().ifPresent(key -> tokens.drop(key, header.value()));
  }

  private static Authorization basic(@Nullable Credential credential) {
    if (credential == null
        || credential.username().isEmpty()
        || credential.password().reveal().isEmpty()) {
      return failed(Authorization.Problem.NO_BASIC_CREDENTIALS, new Refusal.Unauthorized(false));
    }
    Secret value = TokenRequest.basic(credential.username(), credential.password().reveal());
    return new Authorization.Header(value, true, Optional.empty(), false, Optional.empty());
  }

  private Authorization bearer(Challenge challenge, Unauthorized answer, Deadline deadline) {
    String realm = challenge.params().get("realm");
    if (realm == null) {
      return failed(Authorization.Problem.NO_REALM, misbehaved("it names no token server"));
    }
    RealmUrl url = RealmUrlParser.parse(realm);
    if (url == null) {
      return failed(
          Authorization.Problem.BAD_REALM, misbehaved("its token server's address is not a URL"));
    }
    TokenRequest request = request(url, challenge, answer);
    // What cannot be asked leads nowhere, so that there is nothing to decide.
    if (!url.isRequestable()) {
      return token(request, answer, Optional.empty(), deadline);
    }
    return switch (trust.decide(answer.registry(), url)) {
      case RealmTrust.Decision.Trusted _ -> token(request, answer, Optional.empty(), deadline);
      case RealmTrust.Decision.Untrusted _ when request.isAnonymous() ->
          token(request, answer, Optional.empty(), deadline);
      case RealmTrust.Decision.Untrusted(String host) ->
          token(request.anonymously(), answer, Optional.of(told(host, answer)), deadline);
      case RealmTrust.Decision.Unusable(String problem) ->
          failed(Authorization.Problem.REFUSED_REALM, misbehaved(problem));
    };
  }

  /// A registry that was shown the credential elsewhere can name any host.
  private static String told(String host, Unauthorized answer) {
    Credential credential = answer.credential();
    return credential != null && credential.isToldBy(host) ? "…" : host;
  }

  private static TokenRequest request(RealmUrl realm, Challenge challenge, Unauthorized answer) {
    Credential credential = answer.credential();
    return new TokenRequest(
        realm,
        challenge.params().getOrDefault("service", ""),
        TokenRequest.scopes(challenge.params().get("scope"), answer.scope()),
        credential == null ? "" : credential.username(),
        credential == null ? NOTHING : credential.password(),
        answer.scope(),
        credential);
  }

  private Authorization token(
      TokenRequest request, Unauthorized answer, Optional<String> withheldFrom, Deadline deadline) {
    TokenCache.Key key = key(request, answer);
    boolean shown = !request.isAnonymous();
    Secret cached = tokens.get(key);
    if (cached != null) {
      return new Authorization.Header(cached, shown, withheldFrom, true, Optional.of(key));
    }
    return switch (client.token(answer.registry(), request, deadline)) {
      case TokenAnswer.Token token -> {
        Secret value = new Secret("Bearer " + token.value().reveal());
        tokens.put(key, value, token.life());
        yield new Authorization.Header(value, shown, withheldFrom, false, Optional.of(key));
      }
      case Authorization.Failed failed ->
          withheldFrom.isEmpty()
              ? failed
              : failed(
                  failed.problem(), Authorization.withheld(failed.refusal(), withheldFrom.get()));
    };
  }

  private TokenCache.Key key(TokenRequest request, Unauthorized answer) {
    Credential credential = answer.credential();
    return new TokenCache.Key(
        answer.registry().baseUrl(),
        request.realm().url(),
        request.service(),
        request.joinedScopes(),
        credential == null || request.isAnonymous() ? ANONYMOUS : fingerprint.apply(credential));
  }

  private static Refusal misbehaved(String problem) {
    return new Refusal.Misbehaved(problem);
  }

  private static Authorization.Failed failed(Authorization.Problem problem, Refusal refusal) {
    return new Authorization.Failed(problem, refusal);
  }
}
