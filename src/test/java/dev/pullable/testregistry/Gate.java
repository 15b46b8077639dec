package dev.pullable.testregistry;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Refuses whoever may not do what a request asks for.
final class Gate {
  private final AuthRules rules;
  private final TokenEndpoint tokens;
  private final Predicate<String> exists;
  private final String ownRealm;

  Gate(AuthRules rules, TokenEndpoint tokens, Predicate<String> exists, String ownRealm) {
    this.rules = rules;
    this.tokens = tokens;
    this.exists = exists;
    this.ownRealm = ownRealm;
  }

  Optional<Answer> refusal(LoggedRequest request) {
    Auth auth = rules.of(request.repository());
    return switch (auth.scheme()) {
      case OPEN -> Optional.empty();
      case BASIC -> basic(auth, request);
      case BEARER -> bearer(auth, request);
    };
  }

  private Optional<Answer> basic(Auth auth, LoggedRequest request) {
    Optional<BasicCredential> shown = BasicCredential.of(request);
    boolean known = shown.filter(user -> auth.knows(user.username(), user.password())).isPresent();
    if (!known || hidden(auth, request)) {
      return Optional.of(unauthorized(auth, "Basic realm=\"test-registry\""));
    }
    if (shown.filter(user -> auth.isMember(user.username(), user.password())).isEmpty()) {
      return Optional.of(denied(auth, "Basic realm=\"test-registry\""));
    }
    return Optional.empty();
  }

  private Optional<Answer> bearer(Auth auth, LoggedRequest request) {
    String token =
        request
            .authorization()
            .filter(value -> value.regionMatches(true, 0, "Bearer ", 0, 7))
            .map(value -> value.substring(7).trim())
            .orElse("");
    if (!tokens.isValid(token)) {
      String error = token.isEmpty() ? "" : ",error=\"invalid_token\"";
      return Optional.of(unauthorized(auth, challenge(auth, request) + error));
    }
    boolean granted =
        request.repository().isEmpty()
            || actions(request).stream()
                .map(action -> new TokenEndpoint.Scope(request.repository(), action).toString())
                .allMatch(scope -> tokens.grants(token, scope));
    if (granted && !hidden(auth, request)) {
      return Optional.empty();
    }
    return Optional.of(denied(auth, challenge(auth, request) + ",error=\"insufficient_scope\""));
  }

  private boolean hidden(Auth auth, LoggedRequest request) {
    return !request.repository().isEmpty() && auth.hides(!exists.test(request.repository()));
  }

  private String challenge(Auth auth, LoggedRequest request) {
    String challenge =
        "Bearer realm=\"" + auth.realmOr(ownRealm) + "\",service=\"" + auth.serviceName() + "\"";
    if (request.repository().isEmpty()) {
      return challenge;
    }
    String actions = String.join(",", actions(request));
    return challenge + ",scope=\"repository:" + request.repository() + ":" + actions + "\"";
  }

  private static List<String> actions(LoggedRequest request) {
    boolean pull = request.isHead() || request.method().equals("GET");
    return pull && request.kind() != RequestKind.UPLOAD ? List.of("pull") : List.of("pull", "push");
  }

  private static Answer denied(Auth auth, String challenge) {
    return auth.denied() == 401
        ? unauthorized(auth, challenge)
        : Answer.error(auth.denied(), "DENIED", "requested access to the resource is denied");
  }

  private static Answer unauthorized(Auth auth, String challenge) {
    List<String> fixed = auth.fixedChallenges();
    String[] lines = fixed.isEmpty() ? new String[] {challenge} : fixed.toArray(String[]::new);
    return Answer.error(401, "UNAUTHORIZED", "authentication required")
        .with("WWW-Authenticate", lines);
  }
}
