package dev.pullable.registry;

import dev.pullable.credential.Credential;
import dev.pullable.credential.Secret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What a token server is asked for, and how containerd writes that in HTTP (containerd:
/// core/remotes/docker/auth/fetch.go).
///
/// @param scopes sorted, each once
/// @param username empty if there is none
/// @param password empty asks anonymously
/// @param scope that of the pull, for whoever traces it
/// @param credential where user name and password come from, or would; null for none
record TokenRequest(
    RealmUrl realm,
    String service,
    List<String> scopes,
    String username,
    Secret password,
    String scope,
    @Nullable Credential credential) {
  private static final String CLIENT_ID = "containerd-client";

  /// The scopes of a challenge and of the pull (containerd: core/remotes/docker/scope.go). A blank
  /// too many in the challenge's makes an empty scope.
  static List<String> scopes(@Nullable String challenged, String pull) {
    TreeSet<String> scopes = new TreeSet<>();
    scopes.add(pull);
    if (challenged != null) {
      scopes.addAll(Arrays.asList(challenged.split(" ", -1)));
    }
    return List.copyOf(scopes);
  }

  static Secret basic(String username, String password) {
    byte[] pair = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
    return new Secret("Basic " + Base64.getEncoder().encodeToString(pair));
  }

  String joinedScopes() {
    return String.join(" ", scopes);
  }

  boolean isAnonymous() {
    return password.reveal().isEmpty();
  }

  /// The same without the credential.
  TokenRequest anonymously() {
    return new TokenRequest(realm, service, scopes, "", new Secret(""), scope, credential);
  }

  /// A password without a user name is taken for a refresh token.
  TokenExchange.Request post() {
    TreeMap<String, String> form = new TreeMap<>();
    form.put("scope", joinedScopes());
    form.put("service", service);
    form.put("client_id", CLIENT_ID);
    if (username.isEmpty()) {
      form.put("grant_type", "refresh_token");
      form.put("refresh_token", password.reveal());
    } else {
      form.put("grant_type", "password");
      form.put("username", username);
      form.put("password", password.reveal());
    }
    return new TokenExchange.Request(
        realm.url(), new Secret(encoded(form)), ofRealm(), scope, credential, true);
  }

  TokenExchange.Request get() {
    List<Map.Entry<String, String>> params = new ArrayList<>();
    if (!service.isEmpty()) {
      params.add(Map.entry("service", service));
    }
    for (String scope : scopes) {
      params.add(Map.entry("scope", scope));
    }
    Secret authorization = isAnonymous() ? ofRealm() : basic(username, password.reveal());
    return new TokenExchange.Request(
        realm.url(params), null, authorization, scope, credential, !isAnonymous());
  }

  /// Go's HTTP client sends a URL's user information where there is no other authorization.
  private @Nullable Secret ofRealm() {
    RealmUrl.UserInfo userInfo = realm.userInfo();
    if (userInfo == null) {
      return null;
    }
    String password = userInfo.password();
    return basic(text(userInfo.username()), password == null ? "" : text(password));
  }

  private static String text(String octets) {
    return new String(octets.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  private static String encoded(TreeMap<String, String> form) {
    List<String> pairs = new ArrayList<>();
    form.forEach(
        (name, value) -> pairs.add(name + "=" + UrlPart.QUERY.encode(UrlPart.octets(value))));
    return String.join("&", pairs);
  }
}
