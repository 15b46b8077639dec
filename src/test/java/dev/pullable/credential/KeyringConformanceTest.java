package dev.pullable.credential;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pullable.conformance.Vectors;
import dev.pullable.reference.ImageReference;
import dev.pullable.reference.ImageReferenceParser;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KeyringConformanceTest {

  static Stream<Named<JsonNode>> cases() {
    return Vectors.cases("keyring.json");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theKeyringGivesWhatTheKubeletTries(JsonNode vector) {
    JsonNode expect = vector.required("expect");
    Optional<String> repository = repository(vector);
    assertThat(repository.orElse(null)).isEqualTo(expect.required("repoToPull").textValue());
    KeyringResult result = Keyring.of(secrets(vector.required("secrets")));
    String error =
        repository.isEmpty() ? "image" : result instanceof KeyringResult.Broken ? "secret" : null;
    assertThat(error).isEqualTo(expect.required("error").textValue());

    List<List<Credential>> tiers =
        error == null && result instanceof Keyring keyring
            ? keyring.tiers(repository.orElseThrow())
            : List.of();
    assertThat(sizes(tiers)).isEqualTo(integers(expect.required("tiers")));
    assertThat(!tiers.isEmpty()).isEqualTo(expect.required("withCredentials").booleanValue());
    assertThat(tiers.stream().allMatch(tier -> new HashSet<>(tried(tier)).size() == 1))
        .isEqualTo(expect.required("orderStable").booleanValue());
    assertThat(orderedInTiers(tiers)).isEqualTo(expectedInTiers(expect));
  }

  /// The repository that the keyring is asked for; empty if the image is no reference.
  private static Optional<String> repository(JsonNode vector) {
    return ImageReferenceParser.parse(vector.required("image").textValue())
            instanceof ImageReference reference
        ? Optional.of(reference.name())
        : Optional.empty();
  }

  private static List<PullSecret> secrets(JsonNode secrets) {
    List<PullSecret> read = new ArrayList<>();
    for (JsonNode secret : secrets) {
      Map<String, byte[]> data = new HashMap<>();
      for (var value : secret.path("data").properties()) {
        data.put(value.getKey(), Base64.getDecoder().decode(value.getValue().textValue()));
      }
      JsonNode metadata = secret.required("metadata");
      read.add(
          new PullSecret(
              metadata.path("namespace").asText(""),
              metadata.required("name").textValue(),
              secret.path("type").asText(""),
              data));
    }
    return read;
  }

  /// All that a vector says of one credential.
  private record Tried(
      String secret,
      String username,
      String password,
      String wireUsername,
      String wireSecret,
      boolean anonymous) {

    static Tried of(Credential credential) {
      boolean anonymous = credential.anonymousOnWire();
      String password = credential.password().reveal();
      return new Tried(
          credential.source().name(),
          credential.username(),
          password,
          anonymous ? "" : credential.username(),
          anonymous ? "" : password,
          anonymous);
    }

    static Tried of(JsonNode expected) {
      JsonNode wire = expected.required("wire");
      return new Tried(
          expected.required("secret").textValue(),
          expected.required("username").textValue(),
          expected.required("password").textValue(),
          wire.required("username").textValue(),
          wire.required("secret").textValue(),
          expected.required("anonymousOnWire").booleanValue());
    }
  }

  private static List<Tried> tried(List<Credential> credentials) {
    return credentials.stream().map(Tried::of).toList();
  }

  private static List<Integer> sizes(List<List<Credential>> tiers) {
    return tiers.stream().map(List::size).toList();
  }

  private static List<Integer> integers(JsonNode array) {
    List<Integer> integers = new ArrayList<>();
    array.forEach(node -> integers.add(node.intValue()));
    return integers;
  }

  /// Inside a tier the order is random in the kubelet, so both sides are sorted there.
  private static List<List<Tried>> orderedInTiers(List<List<Credential>> tiers) {
    return tiers.stream().map(tier -> sorted(tried(tier))).toList();
  }

  private static List<List<Tried>> expectedInTiers(JsonNode expect) {
    List<Tried> all = new ArrayList<>();
    expect.required("credentials").forEach(node -> all.add(Tried.of(node)));
    List<List<Tried>> tiers = new ArrayList<>();
    int from = 0;
    for (int size : integers(expect.required("tiers"))) {
      tiers.add(sorted(all.subList(from, from + size)));
      from += size;
    }
    assertThat(from).isEqualTo(all.size());
    return tiers;
  }

  private static List<Tried> sorted(List<Tried> tier) {
    return tier.stream().sorted(Comparator.comparing(Tried::toString)).toList();
  }
}
