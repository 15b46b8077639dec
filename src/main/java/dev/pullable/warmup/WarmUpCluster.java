package dev.pullable.warmup;

import dev.pullable.credential.PullSecret;
import dev.pullable.credential.PullSecrets;
import dev.pullable.deadline.Deadline;
import dev.pullable.platform.Node;
import dev.pullable.platform.NodePlatforms;
import dev.pullable.platform.Platform;
import dev.pullable.platform.RuntimeClassScheduling;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A cluster of one amd64 Node, in whose every namespace there is one pull secret, that of the
/// default ServiceAccount.
///
/// @param registry the registry that the pull secret is for
record WarmUpCluster(String registry) implements PullSecrets, NodePlatforms {
  static final String SECRET = "warm-up";

  @Override
  public SecretAnswer secret(String namespace, String name, Deadline deadline) {
    String config = "{\"auths\":{\"%s\":{\"auth\":\"d2FybTp1cA==\"}}}".formatted(registry);
    return new SecretAnswer.Found(
        new PullSecret(
            namespace,
            name,
            "kubernetes.io/dockerconfigjson",
            Map.of(".dockerconfigjson", config.getBytes(StandardCharsets.UTF_8))));
  }

  @Override
  public ServiceAccountAnswer serviceAccount(String namespace, String name, Deadline deadline) {
    return new ServiceAccountAnswer.Found(List.of(SECRET));
  }

  @Override
  public List<Node> nodes() {
    return List.of(
        new Node(
            "warm-up",
            Map.of("kubernetes.io/os", "linux", "kubernetes.io/arch", "amd64"),
            List.of(),
            Platform.of("linux", "amd64"),
            Set.of()));
  }

  @Override
  public Optional<RuntimeClassScheduling> runtimeClass(String name) {
    return Optional.empty();
  }
}
