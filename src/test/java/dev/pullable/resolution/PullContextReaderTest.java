package dev.pullable.resolution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.credential.Keyring;
import dev.pullable.credential.KeyringResult;
import dev.pullable.credential.PullSecret;
import dev.pullable.credential.PullSecrets;
import dev.pullable.deadline.Deadline;
import dev.pullable.platform.Node;
import dev.pullable.platform.NodeEligibility;
import dev.pullable.platform.NodePlatforms;
import dev.pullable.platform.Placement;
import dev.pullable.platform.RuntimeClassScheduling;
import dev.pullable.workload.Workload;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PullContextReaderTest {
  private final Map<String, PullSecrets.SecretAnswer> secrets = new HashMap<>();
  private final List<String> read = new ArrayList<>();
  private PullSecrets.ServiceAccountAnswer account =
      new PullSecrets.ServiceAccountAnswer.Found(List.of("from-account", ""));

  private PullContext read(boolean template, String kind, String... named) {
    PullSecrets cluster =
        new PullSecrets() {
          @Override
          public SecretAnswer secret(String namespace, String name, Deadline deadline) {
            read.add(namespace + "/" + name);
            return secrets.getOrDefault(name, new SecretAnswer.Missing());
          }

          @Override
          public ServiceAccountAnswer serviceAccount(
              String namespace, String name, Deadline deadline) {
            read.add(namespace + "/serviceaccount/" + name);
            return account;
          }
        };
    NodePlatforms nodes =
        new NodePlatforms() {
          @Override
          public List<Node> nodes() {
            return List.of();
          }

          @Override
          public Optional<RuntimeClassScheduling> runtimeClass(String name) {
            return Optional.empty();
          }
        };
    Workload workload =
        new Workload(
            kind, "w", "shop", template, "", List.of(named), Placement.ANYWHERE, List.of());
    return new PullContextReader(cluster, new NodeEligibility(nodes, List.of(), false))
        .read(workload, Deadline.in(Duration.ofSeconds(5)));
  }

  private void found(String name, String json) {
    byte[] data = json.getBytes(StandardCharsets.UTF_8);
    secrets.put(
        name,
        new PullSecrets.SecretAnswer.Found(
            new PullSecret(
                "shop",
                name,
                "kubernetes.io/dockerconfigjson",
                Map.of(".dockerconfigjson", data))));
  }

  @Test
  void aPodsOwnSecretsAreReadOnceEachInItsNamespace() {
    found("a", "{\"auths\":{\"r.io\":{\"username\":\"u\",\"password\":\"p\"}}}");
    PullContext context = read(false, "Pod", "a", "", "gone", "a");
    assertThat(read).containsExactly("shop/a", "shop/gone");
    assertThat(context.secrets().named()).containsExactly("a", "gone", "a");
    assertThat(context.secrets().missing()).containsExactly("gone");
    assertThat(context.secrets().unreadable()).isEmpty();
    assertThat(context.secrets().incomplete()).isFalse();
    assertThat(((Keyring) context.keyring()).lookup("r.io/app")).isNotEmpty();
  }

  @Test
  void aTemplateTakesItsServiceAccountsSecretsOnlyIfItNamesNone() {
    assertThat(read(true, "Deployment").secrets().named()).containsExactly("from-account");
    assertThat(read).containsExactly("shop/serviceaccount/default", "shop/from-account");
    assertThat(read(true, "Deployment", "own").secrets().named()).containsExactly("own");
  }

  @Test
  void aPodHasWhatItsServiceAccountGaveItAlready() {
    assertThat(read(false, "Pod").secrets().named()).isEmpty();
    assertThat(read).isEmpty();
  }

  @Test
  void aMissingServiceAccountIsNotedAndOneThatCannotBeReadLeavesDoubt() {
    account = new PullSecrets.ServiceAccountAnswer.Missing();
    assertThat(read(true, "Job").secrets().missingServiceAccount()).contains("default");
    account = new PullSecrets.ServiceAccountAnswer.Unknown("forbidden");
    assertThat(read(true, "Job").secrets().incomplete()).isTrue();
  }

  @Test
  void aSecretThatCannotBeReadIsNoMissingOne() {
    secrets.put("s", new PullSecrets.SecretAnswer.Unknown("forbidden"));
    PullContext.Secrets noted = read(false, "Pod", "s").secrets();
    assertThat(noted.unreadable()).containsExactly("s");
    assertThat(noted.missing()).isEmpty();
  }

  @Test
  void aMalformedSecretBreaksTheKeyring() {
    found("bad", "{");
    assertThat(read(false, "Pod", "bad").keyring()).isInstanceOf(KeyringResult.Broken.class);
  }

  @Test
  void aPartOfAPodDoesNotNameAllItsSecrets() {
    assertThat(read(false, "EphemeralContainers").secrets().incomplete()).isTrue();
  }
}
