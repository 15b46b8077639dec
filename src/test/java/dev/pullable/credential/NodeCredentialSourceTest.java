package dev.pullable.credential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.credential.NodeCredentialSource.Known;
import dev.pullable.credential.NodeCredentialSource.Unknown;
import dev.pullable.deadline.Deadline;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeCredentialSourceTest {
  private static final Deadline DEADLINE = Deadline.in(Duration.ofMinutes(1));

  /// The keys of a pull secret, of the node's docker config and of a plugin's answer, and the order
  /// in which the kubelet tries them.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "reg.io | reg.io | reg.io | reg.io/a | s:reg.io n:reg.io p:reg.io",
        "- | reg.io | reg.io | reg.io/a | n:reg.io p:reg.io",
        "- | - | reg.io | reg.io/a | p:reg.io",
        // Sorted inside each keyring, never over the union.
        "reg.io | reg.io/a | reg.io/a/b | reg.io/a/b/c | s:reg.io n:reg.io/a p:reg.io/a/b",
        "reg.io reg.io/a | reg.io reg.io/a | - | reg.io/a/b | s:reg.io/a s:reg.io n:reg.io/a n:reg.io",
        // The fallback to Docker Hub's key is each keyring's own.
        "docker.io | index.docker.io | - | docker.io/library/a | s:docker.io n:index.docker.io",
        "index.docker.io | docker.io index.docker.io | index.docker.io | docker.io/library/a"
            + " | s:index.docker.io n:docker.io p:index.docker.io",
        "other.io | reg.io | other.io | reg.io/a | n:reg.io",
        "other.io | other.io | other.io | reg.io/a | -",
      })
  void theUnionKeepsTheOrderOfItsKeyrings(
      String secret, String node, String plugin, String repository, String expected) {
    Keyring pod =
        (Keyring)
            Keyring.of(
                secret == null
                    ? List.of()
                    : List.of(
                        new PullSecret(
                            "ns",
                            "s",
                            "kubernetes.io/dockerconfigjson",
                            Map.of(".dockerconfigjson", config(secret)))));
    NodeCredentialSource joined =
        NodeCredentialSource.joined(
            List.of(
                (name, _) -> new Known(nodeConfig(node).lookup(name)),
                (name, _) -> new Known(providers(plugin).lookup(name))));

    List<Credential> tried = new ArrayList<>(pod.lookup(repository));
    tried.addAll(((Known) joined.lookup(repository, DEADLINE)).credentials());
    assertThat(tried)
        .extracting(it -> it.source().name() + ":" + it.source().entry())
        .containsExactly(expected == null ? new String[0] : expected.split(" "));
  }

  @Test
  void oneDoubtIsDoubtForAllAndKeepsWhatIsKnown() {
    Credential first = credential("1");
    Credential second = credential("2");
    Credential third = credential("3");
    NodeCredentialSource joined =
        NodeCredentialSource.joined(
            List.of(
                (_, _) -> new Known(List.of(first)),
                (_, _) -> new Unknown(List.of(second), "a is late"),
                (_, _) -> new Unknown("b is broken"),
                (_, _) -> new Known(List.of(third))));
    assertThat(joined.lookup("reg.io/a", DEADLINE))
        .isEqualTo(new Unknown(List.of(first, second, third), "a is late; b is broken"));
  }

  @Test
  void nodesWithoutCredentialsLeaveNothingOpen() {
    assertThat(NodeCredentialSource.NONE.lookup("reg.io/a", DEADLINE))
        .isEqualTo(new Known(List.of()))
        .isEqualTo(NodeCredentialSource.joined(List.of()).lookup("reg.io/a", DEADLINE));
  }

  private static Keyring nodeConfig(String keys) {
    return ((NodeConfig.Loaded) NodeConfig.read("n", config(keys))).keyring();
  }

  private static Keyring providers(String keys) {
    List<ProvidedCredentials.Entry> entries = new ArrayList<>();
    for (String key : keys(keys)) {
      entries.add(new ProvidedCredentials.Entry(key, "u", new Secret("p")));
    }
    return Keyring.ofProviders(List.of(new ProvidedCredentials("p", entries)));
  }

  private static byte[] config(String keys) {
    List<String> auths = new ArrayList<>();
    for (String key : keys(keys)) {
      auths.add("\"" + key + "\":{\"username\":\"u\"}");
    }
    return ("{\"auths\":{" + String.join(",", auths) + "}}").getBytes(StandardCharsets.UTF_8);
  }

  private static List<String> keys(String keys) {
    return keys == null ? List.of() : List.of(keys.split(" "));
  }

  private static Credential credential(String username) {
    return new Credential(username, new Secret("p"), new Credential.Source("s", "reg.io"));
  }
}
