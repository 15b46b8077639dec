package dev.pullable.credential;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pullable.conformance.Vectors;
import dev.pullable.credential.PullSecrets.ServiceAccountAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ServiceAccountConformanceTest {

  static Stream<Named<JsonNode>> cases() {
    return Vectors.cases("serviceaccount.json");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aPodGetsThePullSecretsThatAdmissionGivesIt(JsonNode vector) {
    JsonNode expect = vector.required("expect");
    ServiceAccountRule.Outcome outcome = admit(vector);

    assertThat(outcome instanceof ServiceAccountRule.Admitted)
        .isEqualTo(expect.required("admitted").booleanValue());
    assertThat(outcome.serviceAccountName())
        .isEqualTo(expect.required("serviceAccountName").textValue());
    assertThat(outcome.imagePullSecrets()).isEqualTo(texts(expect.required("imagePullSecrets")));

    List<String> asked =
        outcome instanceof ServiceAccountRule.Admitted admitted
            ? admitted.pullSecretNames()
            : List.of();
    List<String> existing = texts(vector.required("existingSecrets"));
    assertThat(asked.stream().filter(existing::contains).toList())
        .isEqualTo(texts(expect.required("kubeletSecrets")));
    assertThat(asked.stream().filter(name -> !existing.contains(name)).toList())
        .isEqualTo(texts(expect.required("failedSecrets")));
  }

  private static ServiceAccountRule.Outcome admit(JsonNode vector) {
    ServiceAccountRule.Pod pod = pod(vector.required("pod"));
    return switch (vector.required("operation").textValue()) {
      case "CREATE" -> ServiceAccountRule.create(pod, name -> serviceAccount(vector, name));
      case "UPDATE" -> ServiceAccountRule.update(pod);
      case String other -> throw new IllegalArgumentException(other);
    };
  }

  private static ServiceAccountRule.Pod pod(JsonNode pod) {
    JsonNode spec = pod.required("spec");
    return new ServiceAccountRule.Pod(
        spec.path("serviceAccountName").asText(""),
        spec.path("serviceAccount").asText(""),
        pod.path("metadata").path("annotations").has("kubernetes.io/config.mirror"),
        names(spec.path("imagePullSecrets")),
        mountedSecrets(spec));
  }

  private static List<String> mountedSecrets(JsonNode spec) {
    List<String> names = new ArrayList<>();
    for (JsonNode secret : spec.path("volumes").findValues("secret")) {
      names.add(secret.path("secretName").asText(secret.path("name").asText("")));
    }
    for (String containers : List.of("initContainers", "containers")) {
      for (JsonNode container : spec.path(containers)) {
        names.addAll(names(container.path("env").findValues("secretKeyRef")));
        names.addAll(names(container.path("envFrom").findValues("secretRef")));
      }
    }
    return names;
  }

  private static ServiceAccountAnswer serviceAccount(JsonNode vector, String name) {
    for (JsonNode account : vector.required("serviceAccounts")) {
      JsonNode metadata = account.required("metadata");
      if (metadata.path("name").asText().equals(name)
          && metadata.path("namespace").equals(vector.required("namespace"))) {
        return new ServiceAccountAnswer.Found(
            names(account.path("imagePullSecrets")),
            ServiceAccountRule.enforces(
                metadata
                    .path("annotations")
                    .path(ServiceAccountRule.ENFORCE_ANNOTATION)
                    .textValue()),
            names(account.path("secrets")));
      }
    }
    return new ServiceAccountAnswer.Missing();
  }

  private static List<String> names(Iterable<JsonNode> references) {
    List<String> names = new ArrayList<>();
    references.forEach(reference -> names.add(reference.path("name").asText("")));
    return names;
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(node -> texts.add(node.textValue()));
    return texts;
  }
}
