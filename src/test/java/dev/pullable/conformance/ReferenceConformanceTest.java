package dev.pullable.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pullable.reference.ImageReference;
import dev.pullable.reference.ImageReferenceParser;
import dev.pullable.reference.InvalidReference;
import dev.pullable.registry.Endpoint;
import dev.pullable.registry.Endpoint.Transport;
import dev.pullable.registry.Endpoints;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every image string is read as the kubelet and containerd read it.
class ReferenceConformanceTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Endpoints ENDPOINTS = new Endpoints(Set.of());

  static Stream<Named<JsonNode>> cases() {
    return Vectors.cases("references.json");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isReadAsKubeletAndContainerdDo(JsonNode vector) {
    String image = vector.required("image").asText();
    JsonNode expected = withoutGoTexts(vector.required("expect"));
    ObjectNode actual =
        switch (ImageReferenceParser.parse(image)) {
          case ImageReference reference -> valid(reference);
          case InvalidReference invalid -> invalid(invalid);
        };
    assertThat(actual).isEqualTo(expected);
  }

  /// The errors' texts are for people; that there is none for a valid reference is compared.
  private static JsonNode withoutGoTexts(JsonNode expect) {
    ObjectNode copy = expect.deepCopy();
    if (!copy.required("valid").asBoolean()) {
      copy.putNull("error");
    }
    return copy;
  }

  private static ObjectNode valid(ImageReference reference) {
    ObjectNode node = JSON.createObjectNode().put("valid", true);
    node.putNull("error").putNull("errorClass");
    node.put("domain", reference.domain()).put("path", reference.path());
    node.put("name", reference.name()).put("tag", reference.tag());
    node.put("digest", digest(reference));
    node.put("familiarName", reference.familiarName());
    node.put("familiarString", reference.familiarString());
    node.put("canonical", reference.canonical());
    node.set("kubelet", kubelet(reference));
    node.set("containerd", containerd(reference));
    return node;
  }

  private static ObjectNode kubelet(ImageReference reference) {
    return JSON.createObjectNode()
        .put("repoToPull", reference.name())
        .put("tag", reference.effectiveTag())
        .put("digest", digest(reference))
        .put("pullSpec", reference.pullSpec())
        .putNull("error");
  }

  private static ObjectNode containerd(ImageReference reference) {
    List<Endpoint> endpoints = ENDPOINTS.of(reference);
    Endpoint first = endpoints.getFirst();
    ObjectNode node =
        JSON.createObjectNode()
            .put("ref", reference.containerdReference())
            // The vectors give the endpoint of the domain, although containerd dials the host.
            .put("endpoint", reference.domain().isEmpty() ? "https:///v2" : first.baseUrl())
            .put("httpFallback", fallsBackToHttp(endpoints))
            .putNull("error")
            .putNull("resolveError");
    node.set("requests", requests(reference, first));
    return node;
  }

  private static boolean fallsBackToHttp(List<Endpoint> endpoints) {
    return switch (endpoints.size()) {
      case 1 -> false;
      case 2 -> {
        Endpoint second = new Endpoint(endpoints.getFirst().authority(), Transport.PLAIN);
        assertThat(endpoints.get(1)).isEqualTo(second);
        assertThat(endpoints.getFirst().transport()).isEqualTo(Transport.TLS_UNVERIFIED);
        yield true;
      }
      default -> fail("more endpoints than containerd has");
    };
  }

  private static ArrayNode requests(ImageReference reference, Endpoint endpoint) {
    String repository = endpoint.baseUrl() + "/" + Endpoints.repository(reference);
    ArrayNode requests = JSON.createArrayNode();
    requests.add(head(repository + "/manifests/" + reference.manifestReference()));
    if (reference.digest() != null) {
      requests.add(head(repository + "/blobs/" + reference.digest()));
    }
    return requests;
  }

  private static ObjectNode head(String url) {
    return JSON.createObjectNode().put("method", "HEAD").put("url", url);
  }

  private static String digest(ImageReference reference) {
    return Objects.toString(reference.digest(), null);
  }

  private static ObjectNode invalid(InvalidReference invalid) {
    ObjectNode node = JSON.createObjectNode().put("valid", false).putNull("error");
    node.put("errorClass", invalid.problem().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    List.of("domain", "path", "name", "tag", "digest", "familiarName", "familiarString")
        .forEach(node::putNull);
    List.of("canonical", "kubelet", "containerd").forEach(node::putNull);
    return node;
  }
}
