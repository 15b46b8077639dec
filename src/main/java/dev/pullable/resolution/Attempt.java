package dev.pullable.resolution;

import dev.pullable.credential.Credential;
import dev.pullable.registry.Endpoint;
import dev.pullable.registry.ManifestAnswer;
import dev.pullable.registry.Refusal;
import java.util.Optional;

/// One candidate of a pull plan, and what the registry answered to it.
///
/// @param credential where the credential came from; absent if it was tried anonymously
public record Attempt(
    Endpoint endpoint, Optional<Credential.Source> credential, ManifestAnswer answer) {

  /// The host that was asked.
  public String host() {
    return endpoint.authority();
  }

  /// A clause about what came of it, such as `does not have it (404)`.
  public String outcome() {
    return switch (answer) {
      case ManifestAnswer.Found _ -> "has it";
      case Refusal.NotFound _ -> "does not have it (404)";
      case Refusal.Unauthorized _ -> "does not let it be pulled (401)";
      case Refusal.Denied _ -> "does not let it be pulled (403)";
      case Refusal.TooManyRequests _ -> "limits the rate of requests (429)";
      case Refusal.ServerError(int status, var _) -> "answers with status " + status;
      case Refusal.Unreachable _ -> "is not reached";
      case Refusal.CredentialWithheld _,
          Refusal.AddressNotAllowed _,
          Refusal.Busy _,
          Refusal.FailedLately _ ->
          "was not asked";
      case Refusal.ProxyFailed _ -> "is not reached through the proxy";
      case Refusal.DeadlineExceeded _ -> "did not answer in time";
      case Refusal.Misbehaved(String problem) -> problem;
      case Refusal.FewPullsLeft _ -> "has it, and few pulls are left there";
    };
  }
}
