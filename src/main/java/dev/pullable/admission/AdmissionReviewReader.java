package dev.pullable.admission;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionRequest;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionReview;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Reads what is posted to the webhook.
public final class AdmissionReviewReader {
  private static final String API_VERSION = "admission.k8s.io/v1";
  private static final String KIND = "AdmissionReview";

  private final ObjectMapper mapper = new ObjectMapper();
  private final KubernetesSerialization serialization = new KubernetesSerialization(mapper, true);

  /// What was posted.
  public sealed interface Posted {

    record Request(AdmissionRequest request) implements Posted {}

    /// @param reason what is wrong with it, for whoever sent it
    record Malformed(String reason) implements Posted {}
  }

  /// Reads a body; never throws.
  public Posted read(byte[] body) {
    AdmissionReview review;
    try {
      review = mapper.readValue(body, AdmissionReview.class);
    } catch (JsonProcessingException e) {
      return new Posted.Malformed("the body is not an AdmissionReview: " + place(e));
    } catch (IOException | RuntimeException e) {
      return new Posted.Malformed("the body is not an AdmissionReview");
    }
    return check(review);
  }

  /// The JSON of an answer.
  public String write(AdmissionReview review) {
    return serialization.asJson(review);
  }

  private static Posted check(@Nullable AdmissionReview review) {
    if (review == null || !KIND.equals(review.getKind())) {
      return new Posted.Malformed("the body is not of kind " + KIND);
    }
    if (!API_VERSION.equals(review.getApiVersion())) {
      return new Posted.Malformed("only apiVersion " + API_VERSION + " is understood");
    }
    AdmissionRequest request = review.getRequest();
    if (request == null) {
      return new Posted.Malformed("the AdmissionReview has no request");
    }
    if (request.getUid() == null || request.getUid().isEmpty()) {
      return new Posted.Malformed("the AdmissionReview's request has no uid");
    }
    return new Posted.Request(request);
  }

  /// Where the reading stopped; the exception's own message would quote the body.
  private static String place(JsonProcessingException e) {
    return e.getLocation() == null
        ? "it cannot be read"
        : "it cannot be read at line "
            + e.getLocation().getLineNr()
            + ", column "
            + e.getLocation().getColumnNr();
  }
}
