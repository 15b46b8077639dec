package dev.pullable.admission;

import dev.pullable.admission.AdmissionReviewReader.Posted;
import dev.pullable.deadline.Deadline;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionResponse;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionReviewBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The webhook's one endpoint. What is an AdmissionReview is answered with one and status 200; what
/// is none, with a problem document.
@RestController
public final class AdmissionController {
  /// kube-apiserver takes 3 MiB from a client, and sends the object and the old object.
  private static final int MOST_BYTES = 7 * 1024 * 1024;

  private final AdmissionReviewReader reader;
  private final AdmissionReviewer reviewer;
  private final ReviewTimeout timeouts;
  private final ReviewEvents events;

  public AdmissionController(
      AdmissionReviewReader reader,
      AdmissionReviewer reviewer,
      ReviewTimeout timeouts,
      ReviewEvents events) {
    this.reader = reader;
    this.reviewer = reviewer;
    this.timeouts = timeouts;
    this.events = events;
  }

  /// Reviews what an AdmissionReview holds.
  ///
  /// @param timeout the caller's own deadline, as a Go duration
  @PostMapping(path = "/validate", consumes = MediaType.APPLICATION_JSON_VALUE)
  public ResponseEntity<?> validate(
      InputStream body, @RequestParam(defaultValue = "") String timeout) {
    Optional<Duration> budget = timeouts.budget(timeout);
    if (budget.isEmpty()) {
      return problem(HttpStatus.BAD_REQUEST, "timeout is not a duration such as 5s");
    }
    Deadline deadline = Deadline.in(budget.get());
    byte[] bytes;
    try {
      bytes = body.readNBytes(MOST_BYTES + 1);
    } catch (IOException e) {
      return problem(HttpStatus.BAD_REQUEST, "the body ends early");
    }
    if (bytes.length > MOST_BYTES) {
      return problem(HttpStatus.CONTENT_TOO_LARGE, "the body is over 7 MiB");
    }
    return answer(reader.read(bytes), deadline);
  }

  private ResponseEntity<?> answer(Posted posted, Deadline deadline) {
    return switch (posted) {
      case Posted.Malformed(String reason) -> problem(HttpStatus.BAD_REQUEST, reason);
      case Posted.Unreadable(var request, String problem) ->
          review(reviewer.unreadable(request, problem));
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
