package dev.pullable.admission;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pullable.admission.ReviewEvents.Crowd;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionRequest;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionReview;
import io.fabric8.kubernetes.api.model.authentication.UserInfoBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads what is posted to the webhook: the envelope first, then the objects in it, so that an
/// object that is not understood still gets an answer.
public final class AdmissionReviewReader {
  private static final String API_VERSION = "admission.k8s.io/v1";
  private static final String KIND = "AdmissionReview";

  /// Of the objects that are looked at none comes near; it bounds stack and heap.
  private static final int DEEPEST = 200;

  private static final long MOST_TOKENS = 1_000_000;
  private static final Pattern FIELD = Pattern.compile("[A-Za-z0-9]{1,64}");

  private final ObjectMapper mapper =
      new ObjectMapper(
          JsonFactory.builder()
              // Anybody's field names would stay in the JVM's table of strings.
              .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
              .streamReadConstraints(
                  StreamReadConstraints.builder()
                      .maxNestingDepth(DEEPEST)
                      .maxTokenCount(MOST_TOKENS)
                      .build())
              .build());
  private final KubernetesSerialization serialization = new KubernetesSerialization(mapper, true);

  /// What was posted.
  public sealed interface Posted {

    /// @param request with those members only that decide a review
    record Request(AdmissionRequest request) implements Posted {}

    /// A request whose object is not of the shape that is known here, though an API server took it.
    ///
    /// @param request without what could not be read
    /// @param problem where the reading stopped, for the log
    record Unreadable(AdmissionRequest request, String problem) implements Posted {}

    /// A request whose objects there is no room for in memory.
    ///
    /// @param crowd of whom there is too much
    record NoRoom(String uid, Crowd crowd) implements Posted {}

    /// @param reason what is wrong with it, for whoever sent it
    record Malformed(String reason) implements Posted {}
  }

  /// The memory that objects may take.
  interface Room {
    /// Takes so much of it for a request of the namespace, or tells who has too much already.
    Optional<Crowd> hold(String namespace, long bytes);
  }

  /// Reads a body; never throws. Nothing of the body is quoted in what is said about it.
  public Posted read(byte[] body) {
    return read(body, (_, _) -> Optional.empty());
  }

  /// The same, if there is room for as many bytes as the objects in it take once they are read.
  Posted read(byte[] body, Room room) {
    try (JsonParser in = mapper.createParser(body)) {
      return checked(AdmissionEnvelope.read(in), body, room);
    } catch (IOException e) {
      return new Posted.Malformed("the body is not an AdmissionReview: " + stop(e));
    }
  }

  /// The uid of a review's request, from as little of the body as it takes; empty if it does not
  /// say soon. The stream stays open.
  Optional<String> uid(InputStream head) {
    try (JsonParser in = mapper.createParser(head).disable(JsonParser.Feature.AUTO_CLOSE_SOURCE)) {
      return AdmissionEnvelope.uid(in);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /// The JSON of an answer.
  public String write(AdmissionReview review) {
    return serialization.asJson(review);
  }

  private Posted checked(AdmissionEnvelope envelope, byte[] body, Room room) {
    if (!KIND.equals(envelope.kind())) {
      return new Posted.Malformed("the body is not of kind " + KIND);
    }
    if (!API_VERSION.equals(envelope.apiVersion())) {
      return new Posted.Malformed("only apiVersion " + API_VERSION + " is understood");
    }
    AdmissionEnvelope.Request request = envelope.request();
    if (request == null) {
      return new Posted.Malformed("the AdmissionReview has no request");
    }
    if (request.uid().isEmpty()) {
      return new Posted.Malformed("the AdmissionReview's request has no uid");
    }
    return room.hold(request.namespace(), request.object().weight() + request.oldObject().weight())
        .<Posted>map(crowd -> new Posted.NoRoom(request.uid(), crowd))
        .orElseGet(() -> typed(request, body));
  }

  private Posted typed(AdmissionEnvelope.Request request, byte[] body) {
    AdmissionRequest typed = new AdmissionRequest();
    typed.setUid(request.uid());
    typed.setOperation(request.operation());
    typed.setSubResource(request.subResource());
    typed.setNamespace(request.namespace());
    typed.setName(request.name());
    typed.setUserInfo(new UserInfoBuilder().withUsername(request.user()).build());
    try {
      typed.setObject(object(request.object(), body));
      typed.setOldObject(object(request.oldObject(), body));
    } catch (IOException | RuntimeException e) {
      return new Posted.Unreadable(typed, stop(e));
    }
    return new Posted.Request(typed);
  }

  private @Nullable KubernetesResource object(AdmissionEnvelope.Slice slice, byte[] body)
      throws IOException {
    return slice.isEmpty()
        ? null
        : mapper.readValue(body, slice.start(), slice.length(), KubernetesResource.class);
  }

  /// Where the reading stopped; the exception's own message would quote the body.
  private static String stop(Exception e) {
    return switch (e) {
      case JsonMappingException mapping -> "it cannot be read at " + path(mapping);
      case JsonProcessingException json when json.getLocation() != null ->
          "it cannot be read at line "
              + json.getLocation().getLineNr()
              + ", column "
              + json.getLocation().getColumnNr();
      default -> "it cannot be read";
    };
  }

  /// Such as `spec.containers[0].image`; a name that is no field's may be anything.
  private static String path(JsonMappingException e) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference reference : e.getPath()) {
      String name = reference.getFieldName();
      if (name == null) {
        path.append('[').append(reference.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(FIELD.matcher(name).matches() ? name : "?");
      }
    }
    return path.isEmpty() ? "its top" : path.toString();
  }
}
