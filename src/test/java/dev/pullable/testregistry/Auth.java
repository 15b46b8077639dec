package dev.pullable.testregistry;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Who may pull the repositories under a prefix, and how they have to prove it.
///
/// Set up before it is given to [TestRegistry#auth].
public final class Auth {
  static final String DEFAULT_SERVICE = "test-registry";

  enum Scheme {
    OPEN,
    BASIC,
    BEARER
  }

  private final Scheme scheme;
  private final Map<String, String> members = new ConcurrentHashMap<>();
  private final Map<String, String> strangers = new ConcurrentHashMap<>();
  private boolean anonymousPull;
  private boolean hidesMissing;
  private int deniedStatus;
  private List<String> challenges = List.of();
  private @Nullable String realm;
  private String service = DEFAULT_SERVICE;
  private Duration lifetime = Duration.ofMinutes(5);
  private int postStatus;
  private int ungrantedStatus;

  private Auth(Scheme scheme, int deniedStatus) {
    this.scheme = scheme;
    this.deniedStatus = deniedStatus;
  }

  public static Auth open() {
    return new Auth(Scheme.OPEN, 403);
  }

  public static Auth basic() {
    return new Auth(Scheme.BASIC, 403);
  }

  /// Tokens of the registry's own `/token` endpoint, as Docker Hub has them: a token is given to
  /// anyone who is not wrong about a password, and 401 is the answer if it grants too little.
  public static Auth bearer() {
    return new Auth(Scheme.BEARER, 401);
  }

  /// May pull and push.
  public Auth user(String name, String password) {
    members.put(name, password);
    return this;
  }

  /// Is known, and may neither pull nor push.
  public Auth stranger(String name, String password) {
    strangers.put(name, password);
    return this;
  }

  /// Bearer only: a token without a credential, or any user's, is enough for a pull.
  public Auth anonymousPull() {
    anonymousPull = true;
    return this;
  }

  /// A missing repository is refused just as a private one, even to its users.
  public Auth hidesMissing() {
    hidesMissing = true;
    return this;
  }

  /// How a known user without access is refused: 403 is usual for basic, 401 for bearer.
  public Auth deniedStatus(int status) {
    deniedStatus = status;
    return this;
  }

  /// The `WWW-Authenticate` lines of a 401 in place of the right one.
  public Auth challenges(String... lines) {
    challenges = List.of(lines);
    return this;
  }

  /// Another realm URL, possibly with a query, than the registry's own.
  public Auth realm(String url) {
    realm = url;
    return this;
  }

  public Auth service(String name) {
    service = name;
    return this;
  }

  public Auth tokensExpireIn(Duration duration) {
    lifetime = duration;
    return this;
  }

  /// The token endpoint refuses POST, such as with 404 or 405.
  public Auth refusesPost(int status) {
    postStatus = status;
    return this;
  }

  /// The token endpoint refuses, such as with 401 or 403, what it does not grant, in place of a
  /// token that grants nothing.
  public Auth refusesUngranted(int status) {
    ungrantedStatus = status;
    return this;
  }

  boolean knows(String name, String password) {
    return isMember(name, password) || password.equals(strangers.get(name));
  }

  boolean isMember(String name, String password) {
    return password.equals(members.get(name));
  }

  Scheme scheme() {
    return scheme;
  }

  boolean allowsAnonymous(String action) {
    return anonymousPull && action.equals("pull");
  }

  boolean hides(boolean missing) {
    return hidesMissing && missing;
  }

  int denied() {
    return deniedStatus;
  }

  List<String> fixedChallenges() {
    return challenges;
  }

  String realmOr(String own) {
    return Objects.requireNonNullElse(realm, own);
  }

  String serviceName() {
    return service;
  }

  Duration lifetime() {
    return lifetime;
  }

  int postStatus() {
    return postStatus;
  }

  int ungrantedStatus() {
    return ungrantedStatus;
  }
}
