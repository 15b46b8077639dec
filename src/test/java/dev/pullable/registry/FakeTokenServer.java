package dev.pullable.registry;

import dev.pullable.credential.Secret;
import dev.pullable.deadline.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A token server that gives one answer to every POST and one to every GET, and keeps what it saw.
final class FakeTokenServer implements TokenExchange {
  final List<Request> requests = new ArrayList<>();
  private Answer post;
  private Answer get;

  FakeTokenServer(Answer post, Answer get) {
    this.post = post;
    this.get = get;
  }

  static FakeTokenServer giving(String token) {
    Answer answer = answer(200, "{\"access_token\":\"" + token + "\"}");
    return new FakeTokenServer(answer, answer);
  }

  static Answer answer(int status, String body) {
    return new Answer.Answered(status, new Secret(body), Optional.empty());
  }

  static Answer tooMany(Duration retryAfter) {
    return new Answer.Answered(429, new Secret(""), Optional.of(retryAfter));
  }

  void answersFromNowOn(Answer both) {
    post = both;
    get = both;
  }

  @Override
  public Answer send(Endpoint registry, Request request, Deadline deadline) {
    requests.add(request);
    return request.form() == null ? get : post;
  }
}
