package dev.pullable.testregistry;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// One way to misbehave: makes another answer of the right one, takes its time over it, or throws
/// [IOException], upon which the connection is closed.
///
/// A fault sees the answer that an authorized client would get; see
/// [FaultRule#beforeAuthorization].
@FunctionalInterface
public interface Fault {

  Answer applyTo(Answer answer, LoggedRequest request) throws IOException, InterruptedException;

  /// A status with an empty body.
  static Fault status(int status) {
    return (_, _) -> Answer.of(status);
  }

  static Fault answer(Answer fixed) {
    return (_, _) -> fixed;
  }

  static Fault body(int status, String contentType, String body) {
    return answer(Answer.of(status, contentType, body.getBytes(StandardCharsets.UTF_8)));
  }

  /// An error as OCI has it.
  static Fault error(int status, String code) {
    return answer(Answer.error(status, code, "as the test has it"));
  }

  /// 429 with `Retry-After` in seconds, as Docker Hub answers.
  static Fault tooManyRequests(Duration retryAfter) {
    return answer(
        Answer.error(429, "TOOMANYREQUESTS", "You have reached your pull rate limit.")
            .with("Retry-After", Long.toString(retryAfter.toSeconds())));
  }

  /// 404 from something that is no registry, such as a proxy.
  static Fault htmlNotFound() {
    return body(404, "text/html", "<html><body><h1>404 Not Found</h1></body></html>");
  }

  static Fault emptyNotFound() {
    return status(404);
  }

  static Fault redirect(int status, URI location) {
    return answer(Answer.of(status).with("Location", location.toString()));
  }

  /// The right answer, late.
  static Fault delay(Duration before) {
    return (answer, _) -> {
      Thread.sleep(before);
      return answer;
    };
  }

  /// No answer, and the connection stays open until the registry closes.
  static Fault hang() {
    return (answer, _) -> {
      Thread.sleep(Duration.ofDays(1));
      return answer;
    };
  }

  /// The connection is closed in place of an answer.
  static Fault cut() {
    return (_, _) -> {
      throw new IOException("cut");
    };
  }

  /// The connection is closed after so many bytes of the body; `Content-Length` tells of all.
  static Fault cutAfter(int bytes) {
    return (answer, _) -> answer.with(new Bodies.Cut(answer.body(), bytes));
  }

  /// The right body, so many bytes an interval.
  static Fault drip(int bytes, Duration interval) {
    return (answer, _) -> answer.with(new Bodies.Drip(answer.body(), bytes, interval));
  }

  /// A JSON body that does not end.
  static Fault endless() {
    return (answer, _) -> answer.with(new Bodies.Endless());
  }

  static Fault contentDigest(String value) {
    return (answer, _) -> answer.with("Docker-Content-Digest", value);
  }

  /// A digest that is well-formed and not that of the body.
  static Fault wrongDigest() {
    return contentDigest("sha256:" + "0".repeat(64));
  }

  static Fault noDigest() {
    return (answer, _) -> answer.with("Docker-Content-Digest");
  }

  /// 405 to HEAD only.
  static Fault headNotAllowed() {
    return (answer, request) -> request.isHead() ? Answer.of(405).with("Allow", "GET") : answer;
  }

  /// An index of so many bytes, true in its digest and length, made while it is sent.
  static Fault hugeManifest(long bytes) {
    Bodies.Padded body = new Bodies.Padded(bytes);
    String digest = body.digest().toString();
    return (_, _) ->
        Answer.of(200)
            .with("Content-Type", TestImages.OCI_INDEX)
            .with("Docker-Content-Digest", digest)
            .with(body);
  }

  /// An index of so many bytes, gzip-encoded to about a thousandth, whether that was asked for or
  /// not.
  static Fault gzipBomb(long inflatedBytes) {
    return (_, _) ->
        Answer.of(200)
            .with("Content-Type", TestImages.OCI_INDEX)
            .with("Content-Encoding", "gzip")
            .with(new Bodies.GzippedPadding(inflatedBytes));
  }

  /// 404 unless `Accept` names the manifest's own media type, as GHCR answers.
  static Fault strictAccept() {
    return (answer, request) -> {
      String type = answer.header("Content-Type").orElse("");
      boolean accepted =
          request.headers().entrySet().stream()
              .filter(header -> header.getKey().equalsIgnoreCase("Accept"))
              .anyMatch(header -> String.join(",", header.getValue()).contains(type));
      return accepted ? answer : Answer.error(404, "MANIFEST_UNKNOWN", "not as accepted");
    };
  }
}
