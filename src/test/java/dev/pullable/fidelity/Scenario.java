package dev.pullable.fidelity;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A Pod of one container, held against a real kubelet.
///
/// @param name unique, for people
/// @param pullPolicy null for what the API server fills in
/// @param serviceAccount empty for `default`
record Scenario(
    String name,
    String image,
    @Nullable String pullPolicy,
    List<String> pullSecrets,
    String serviceAccount) {

  static Scenario of(String name, String image, String... pullSecrets) {
    return new Scenario(name, image, "Always", List.of(pullSecrets), "");
  }

  Scenario policy(@Nullable String other) {
    return new Scenario(name, image, other, pullSecrets, serviceAccount);
  }

  Scenario serviceAccount(String other) {
    return new Scenario(name, image, pullPolicy, pullSecrets, other);
  }
}
