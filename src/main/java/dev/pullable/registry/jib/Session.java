package dev.pullable.registry.jib;

import dev.pullable.credential.Credential;
import dev.pullable.credential.Secret;
import dev.pullable.deadline.Deadline;
import dev.pullable.registry.Authorization;
import dev.pullable.registry.Authorizer;
import dev.pullable.registry.Challenge;
import dev.pullable.registry.ChallengeParser;
import dev.pullable.registry.Endpoint;
import dev.pullable.registry.Refusal;
import dev.pullable.registry.jib.HttpExchanges.Outcome;
import dev.pullable.registry.jib.Sessions.Repository;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The requests about one image to one repository with one credential: authorised once, answered
/// alike. It holds what its answers take of the budget until it is closed.
final class Session implements AutoCloseable {
  private static final int REDIRECTS = 5;

  private final Sessions sessions;
  private final Repository repository;
  private final @Nullable Credential credential;
  private final Deadline deadline;
  private final AnswerBudget.Room room;
  private Authorization.@Nullable Header authorization;
  private List<Challenge> answered = List.of();

  Session(
      Sessions sessions,
      Repository repository,
      @Nullable Credential credential,
      Deadline deadline) {
    this.sessions = sessions;
    this.repository = repository;
    this.credential = credential;
    this.deadline = deadline;
    this.room = sessions.budget().room(repository.endpoint());
  }

  /// Makes a request below the repository, answering a challenge if there is one.
  ///
  /// @param path such as `/manifests/latest`
  Outcome call(String method, String path, String accept, int bodyLimit) {
    Endpoint endpoint = repository.endpoint();
    String url = endpoint.url(repository.below(path));
    HttpCall call =
        new HttpCall(method, url, accept, endpoint.headers(), null, null, bodyLimit, REDIRECTS);
    if (authorization == null) {
      answerInAdvance();
    }
    Outcome first = send(call);
    if (!isUnauthorized(first)) {
      return first;
    }
    return again(call, ((Outcome.Answered) first).answer(), first);
  }

  /// A repository that asked lately will ask again; a request is saved. What goes wrong with that
  /// is told by the request itself.
  private void answerInAdvance() {
    List<Challenge> challenges = sessions.challenge(repository);
    if (challenges != null && authorize(challenges) instanceof Authorization.Header header) {
      authorization = header;
    }
  }

  private Outcome again(HttpCall call, HttpAnswer unauthorized, Outcome first) {
    List<Challenge> challenges =
        ChallengeParser.parse(unauthorized.headerValues("www-authenticate"));
    Authorization.Header refused = authorization;
    if (refused != null && refused.reused()) {
      sessions.authorizer().drop(refused);
    } else if (refused != null && challenges.equals(answered)) {
      return first;
    }
    sessions.challenged(repository, challenges);
    return switch (authorize(challenges)) {
      case Authorization.Failed failed -> new Outcome.Unanswered(failed.refusal());
      case Authorization.Header header -> {
        authorization = header;
        yield send(call);
      }
    };
  }

  private Authorization authorize(List<Challenge> challenges) {
    answered = challenges;
    return sessions
        .authorizer()
        .authorize(
            new Authorizer.Unauthorized(
                repository.endpoint(), challenges, repository.scope(), credential),
            deadline);
  }

  private Outcome send(HttpCall call) {
    Secret header = authorization == null ? null : authorization.value();
    return sessions
        .http()
        .exchange(
            repository.endpoint(),
            call.withAuthorization(header, credential, credentialShown()),
            room,
            deadline);
  }

  private static boolean isUnauthorized(Outcome outcome) {
    return outcome instanceof Outcome.Answered(HttpAnswer answer) && answer.status() == 401;
  }

  /// Takes room for what is read from a body into objects, which is about as much again; false if
  /// there is none.
  boolean holdParsed(HttpAnswer answer) {
    int bytes = answer.body().length;
    return bytes <= AnswerBody.FREE || room.take(bytes);
  }

  /// What an answer means that is no success.
  Refusal refusal(HttpAnswer answer) {
    return refused(
        switch (answer.status()) {
          case 401 -> new Refusal.Unauthorized(credentialShown());
          case 403 -> new Refusal.Denied(credentialShown());
          case 404 -> new Refusal.NotFound(ErrorBody.missing(answer.body()));
          case 429 -> new Refusal.TooManyRequests(RetryAfter.of(answer));
          case 503 -> new Refusal.ServerError(503, RetryAfter.of(answer));
          default -> new Refusal.ServerError(answer.status());
        });
  }

  Refusal notFound(Refusal.NotFound.Missing missing) {
    return refused(new Refusal.NotFound(missing));
  }

  private Refusal refused(Refusal refusal) {
    return authorization == null ? refusal : authorization.refused(refusal);
  }

  private boolean credentialShown() {
    return authorization != null && authorization.credentialShown();
  }

  @Override
  public void close() {
    room.close();
  }
}
