package dev.pullable.testregistry;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/// Gives bearer tokens, as Docker's token server does by GET and OAuth 2 does by POST, and knows
/// what each grants.
final class TokenEndpoint {
  private record Token(Set<String> granted, Instant expires) {}

  private final AuthRules rules;
  private final Predicate<String> exists;
  private final Map<String, Token> tokens = new ConcurrentHashMap<>();
  private volatile TokenMint mint = (_, _, _, _, _) -> UUID.randomUUID().toString();

  TokenEndpoint(AuthRules rules, Predicate<String> exists) {
    this.rules = rules;
    this.exists = exists;
  }

  void mint(TokenMint other) {
    mint = other;
  }

  /// Whether a token is one of ours and has not expired.
  boolean isValid(String token) {
    Token known = tokens.get(token);
    return known != null && Instant.now().isBefore(known.expires());
  }

  boolean grants(String token, String scope) {
    Token known = tokens.get(token);
    return known != null && known.granted().contains(scope);
  }

  Answer answer(LoggedRequest request) {
    boolean post = request.method().equals("POST");
    Query query = Query.of(post ? request.form() : request.query());
    List<Scope> scopes = scopes(query);
    Auth auth = rules.of(scopes.isEmpty() ? "" : scopes.getFirst().repository());
    if (post && auth.postStatus() != 0) {
      return Answer.of(auth.postStatus());
    }
    if (post && !query.first("grant_type").equals("password")) {
      return Answer.json(400, "{\"error\":\"unsupported_grant_type\"}");
    }
    Optional<BasicCredential> shown =
        post
            ? Optional.of(new BasicCredential(query.first("username"), query.first("password")))
            : BasicCredential.of(request);
    return answer(auth, scopes, shown, post);
  }

  private Answer answer(
      Auth auth, List<Scope> scopes, Optional<BasicCredential> shown, boolean post) {
    if (shown.isPresent() && !rules.tokenServerKnows(shown.get())) {
      return Answer.error(401, "UNAUTHORIZED", "incorrect username or password");
    }
    Set<String> granted = granted(scopes, shown);
    if (granted.isEmpty() && !scopes.isEmpty() && auth.ungrantedStatus() != 0) {
      return Answer.error(auth.ungrantedStatus(), "DENIED", "requested access is denied");
    }
    return issue(auth, shown.map(BasicCredential::username).orElse(""), granted, post);
  }

  private Answer issue(Auth auth, String user, Set<String> granted, boolean post) {
    Instant now = Instant.now();
    Instant expires = now.plus(auth.lifetime());
    String token = mint.mint(user, auth.serviceName(), granted, now, expires);
    tokens.put(token, new Token(granted, expires));
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    if (!post) {
      body.put("token", token);
    }
    body.put("access_token", token);
    body.put("expires_in", auth.lifetime().toSeconds());
    body.put("issued_at", now.toString());
    return Answer.json(200, body.toString());
  }

  private Set<String> granted(List<Scope> scopes, Optional<BasicCredential> shown) {
    Set<String> granted = new LinkedHashSet<>();
    for (Scope scope : scopes) {
      Auth auth = rules.of(scope.repository());
      boolean member =
          shown.filter(user -> auth.isMember(user.username(), user.password())).isPresent();
      boolean allowed = member || auth.allowsAnonymous(scope.action());
      if (allowed && !auth.hides(!exists.test(scope.repository()))) {
        granted.add(scope.toString());
      }
    }
    return granted;
  }

  /// One action on one repository.
  record Scope(String repository, String action) {
    @Override
    public String toString() {
      return "repository:" + repository + ":" + action;
    }
  }

  private static List<Scope> scopes(Query query) {
    List<Scope> scopes = new ArrayList<>();
    for (String scope : String.join(" ", query.all("scope")).split(" ", -1)) {
      int colon = scope.lastIndexOf(':');
      if (scope.startsWith("repository:") && colon > "repository:".length()) {
        String repository = scope.substring("repository:".length(), colon);
        for (String action : scope.substring(colon + 1).split(",", -1)) {
          scopes.add(new Scope(repository, action));
        }
      }
    }
    return scopes;
  }
}
