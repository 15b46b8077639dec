package dev.pullable.admission;

import dev.pullable.admission.AdmissionReviewReader.Posted;
import dev.pullable.admission.ReviewEvents.Crowd;
import dev.pullable.deadline.Deadline;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionResponse;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionReviewBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The webhook's one endpoint. What is an AdmissionReview is answered with one and status 200; what
/// is none, with a problem document.
@RestController
public final class AdmissionController {
  private final AdmissionReviewReader reader;
  private final AdmissionReviewer reviewer;
  private final ReviewTimeout timeouts;
  private final ReviewLimits limits;
  private final ReviewEvents events;

  public AdmissionController(
      AdmissionReviewReader reader,
      AdmissionReviewer reviewer,
      ReviewTimeout timeouts,
      ReviewLimits limits,
      ReviewEvents events) {
    this.reader = reader;
    this.reviewer = reviewer;
    this.timeouts = timeouts;
    this.limits = limits;
    this.events = events;
  }

  /// Reviews what an AdmissionReview holds.
  ///
  /// @param timeout the caller's own deadline, as a Go duration
  @PostMapping(path = "/validate", consumes = MediaType.APPLICATION_JSON_VALUE)
  public ResponseEntity<?> validate(
      InputStream body,
      @RequestHeader(name = HttpHeaders.CONTENT_LENGTH, defaultValue = "-1") long length,
      @RequestParam(defaultValue = "") String timeout) {
    Optional<Duration> budget = timeouts.budget(timeout);
    if (budget.isEmpty()) {
      return problem(HttpStatus.BAD_REQUEST, "timeout is not a duration such as 5s");
    }
    Deadline deadline = Deadline.in(budget.get());
    PostedBody posted = new PostedBody(body, length, deadline);
    try (ReviewLimits.Permit permit = limits.enter(posted.atMost())) {
      return permit == null ? shed(posted) : read(posted, permit, deadline);
    } catch (InterruptedIOException e) {
      return problem(HttpStatus.REQUEST_TIMEOUT, "the body did not arrive in time");
    } catch (IOException e) {
      return problem(HttpStatus.BAD_REQUEST, "the body ends early");
    }
  }

  private ResponseEntity<?> read(PostedBody body, ReviewLimits.Permit permit, Deadline deadline)
      throws IOException {
    byte[] bytes = body.read();
    return bytes == null
        ? problem(HttpStatus.CONTENT_TOO_LARGE, "the body is over 7 MiB")
        : answer(reader.read(bytes, permit::hold), deadline);
  }

  /// Lets in what there is no room to look at, if it says to whom the answer goes.
  private ResponseEntity<?> shed(PostedBody body) throws IOException {
    Optional<String> uid = reader.uid(body.head());
    body.drain();
    if (uid.isEmpty()) {
      return problem(HttpStatus.SERVICE_UNAVAILABLE, "too many reviews are under way");
    }
    return shed(uid.get(), Crowd.EVERYBODY);
  }

  private ResponseEntity<?> shed(String uid, Crowd crowd) {
    events.shed(crowd);
    String why =
        switch (crowd) {
          case EVERYBODY -> "too many reviews are under way";
          case NAMESPACE -> "too many reviews of its namespace are under way";
        };
    return review(AdmissionResponses.unchecked(uid, why));
  }

  private ResponseEntity<?> answer(Posted posted, Deadline deadline) {
    return switch (posted) {
      case Posted.Malformed(String reason) -> problem(HttpStatus.BAD_REQUEST, reason);
      case Posted.Unreadable(var request, String problem) ->
          review(reviewer.unreadable(request, problem));
      case Posted.NoRoom(String uid, Crowd crowd) -> shed(uid, crowd);
      case Posted.Request(var request) -> review(reviewer.review(request, deadline));
    };
  }

  private ResponseEntity<String> review(AdmissionResponse response) {
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_JSON)
        .body(reader.write(new AdmissionReviewBuilder().withResponse(response).build()));
  }

  private ResponseEntity<ProblemDetail> problem(HttpStatus status, String detail) {
    events.malformed();
    return ResponseEntity.status(status).body(ProblemDetail.forStatusAndDetail(status, detail));
  }
}
