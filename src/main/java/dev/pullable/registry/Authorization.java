package dev.pullable.registry;

import dev.pullable.credential.Secret;
import java.util.Optional;

/// What came of answering a registry's 401.
public sealed interface Authorization {

  /// The request can be repeated with this Authorization header.
  ///
  /// @param value such as `Bearer …`, without control characters
  /// @param credentialShown whether a credential is in it, or was shown to get it
  /// @param withheldFrom the token server that the credential was not shown to
  /// @param reused whether it is from the cache; if the registry refuses it then, it is to be
  ///   dropped with [Authorizer#drop] and authorization asked for once more
  /// @param key where the cache holds it
  record Header(
      Secret value,
      boolean credentialShown,
      Optional<String> withheldFrom,
      boolean reused,
      Optional<TokenCache.Key> key)
      implements Authorization {

    /// What a refusal of the repeated request means: one for want of rights, or a 404 that may be
    /// one, proves nothing where the credential was withheld.
    public Refusal refused(Refusal refusal) {
      return withheldFrom.isEmpty() ? refusal : withheld(refusal, withheldFrom.get());
    }
  }

  /// There is none, and containerd gives up.
  ///
  /// @param refusal what that means for the image
  record Failed(Problem problem, Refusal refusal) implements Authorization, TokenAnswer {}

  /// What was wrong.
  enum Problem {
    /// No challenge of a scheme that containerd knows.
    NO_SCHEME(Stage.CHALLENGE),
    NO_REALM(Stage.CHALLENGE),
    BAD_REALM(Stage.CHALLENGE),
    NO_BASIC_CREDENTIALS(Stage.CHALLENGE),
    /// The realm is one that containerd would ask, and we do not.
    REFUSED_REALM(Stage.CHALLENGE),
    /// The realm is no URL that can be asked.
    REQUEST(Stage.TOKEN),
    /// No answer, or none in time.
    NO_ANSWER(Stage.TOKEN),
    HTTP_STATUS(Stage.TOKEN),
    DECODE(Stage.TOKEN),
    NO_TOKEN(Stage.TOKEN),
    /// A token that cannot be sent in a header.
    UNSENDABLE_TOKEN(Stage.TOKEN);

    private final Stage stage;

    Problem(Stage stage) {
      this.stage = stage;
    }

    public Stage stage() {
      return stage;
    }
  }

  /// How far it went.
  enum Stage {
    /// Before any request to a token server.
    CHALLENGE,
    /// At the token server.
    TOKEN
  }

  /// A refusal that the credential might have averted, as doubt; any other as it is.
  static Refusal withheld(Refusal refusal, String realmHost) {
    boolean avertable =
        switch (refusal) {
          case Refusal.NotFound _, Refusal.Unauthorized _, Refusal.Denied _ -> true;
          // Only a token server's 404 comes this way.
          case Refusal.ServerError error -> error.status() == 404;
          case Refusal.CredentialWithheld _,
              Refusal.TooManyRequests _,
              Refusal.Unreachable _,
              Refusal.AddressNotAllowed _,
              Refusal.ProxyFailed _,
              Refusal.DeadlineExceeded _,
              Refusal.Misbehaved _,
              Refusal.Busy _,
              Refusal.FewPullsLeft _,
              Refusal.FailedLately _ ->
              false;
        };
    return avertable ? new Refusal.CredentialWithheld(realmHost) : refusal;
  }
}
