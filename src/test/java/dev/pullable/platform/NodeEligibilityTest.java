package dev.pullable.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeEligibilityTest {
  private static final Platform AMD64 = Platform.of("linux", "amd64");
  private static final Platform ARM64 = Platform.of("linux", "arm64");

  private final Node plain = node("plain", AMD64, Map.of("zone", "a", "cores", "8"));
  private final Node arm = node("arm", ARM64, Map.of("zone", "b"));
  private final Node tainted =
      node("tainted", AMD64, Map.of("zone", "a"), new Taint("gpu", "yes", "NoSchedule"));
  private final Node away =
      node(
          "away",
          AMD64,
          Map.of(),
          new Taint("node.kubernetes.io/unschedulable", "", "NoSchedule"),
          new Taint("node.kubernetes.io/not-ready", "", "NoExecute"));

  private static Node node(
      String name, Platform platform, Map<String, String> labels, Taint... taints) {
    return new Node(name, labels, List.of(taints), platform, Set.of());
  }

  private static NodeEligibility of(
      List<Node> nodes, List<Platform> configured, boolean autoscaled) {
    NodePlatforms cluster =
        new NodePlatforms() {
          @Override
          public List<Node> nodes() {
            return nodes;
          }

          @Override
          public Optional<RuntimeClassScheduling> runtimeClass(String name) {
            return name.equals("gpu")
                ? Optional.of(
                    new RuntimeClassScheduling(
                        Map.of("zone", "a"), List.of(new Toleration("gpu", "Exists", "", ""))))
                : Optional.empty();
          }
        };
    return new NodeEligibility(cluster, configured, autoscaled);
  }

  private List<String> eligible(Placement placement) {
    return of(List.of(plain, arm, tainted, away), List.of(), false).of(placement).nodes().stream()
        .map(Node::name)
        .toList();
  }

  private static Placement selecting(Map<String, String> labels) {
    return new Placement(Optional.empty(), labels, Optional.empty(), List.of(), Optional.empty());
  }

  private static Placement requiring(NodeSelectorTerm... terms) {
    return new Placement(
        Optional.empty(), Map.of(), Optional.of(List.of(terms)), List.of(), Optional.empty());
  }

  private static NodeSelectorTerm expression(String key, String operator, String... values) {
    return new NodeSelectorTerm(
        List.of(new NodeSelectorRequirement(key, operator, List.of(values))), List.of());
  }

  @Test
  void aPodMayLandWhereNoTaintThatStaysKeepsItOut() {
    assertThat(eligible(Placement.ANYWHERE)).containsExactly("arm", "away", "plain");
  }

  @Test
  void aBoundPodIsWhereItIsBound() {
    Placement bound =
        new Placement(
            Optional.of("tainted"), Map.of(), Optional.empty(), List.of(), Optional.empty());
    assertThat(eligible(bound)).containsExactly("tainted");
  }

  @Test
  void aNodeSelectorWantsEveryLabel() {
    assertThat(eligible(selecting(Map.of("zone", "b")))).containsExactly("arm");
    assertThat(eligible(selecting(Map.of("zone", "a", "cores", "8")))).containsExactly("plain");
    assertThat(eligible(selecting(Map.of("zone", "c")))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "zone, In, b, arm",
    "zone, NotIn, a, arm|away",
    "zone, Exists, , arm|plain",
    "zone, DoesNotExist, , away",
    "cores, Gt, 4, plain",
    "cores, Lt, 4, ''",
    "cores, Gt, many, ''",
    "zone, Lt, 4, ''"
  })
  void affinityOperatorsAreTheSchedulers(String key, String operator, String value, String nodes) {
    NodeSelectorTerm term =
        value == null ? expression(key, operator) : expression(key, operator, value);
    assertThat(String.join("|", eligible(requiring(term)))).isEqualTo(nodes);
  }

  @Test
  void oneTermIsEnoughAndAnEmptyOneMatchesNothing() {
    assertThat(eligible(requiring(expression("zone", "In", "b"), expression("cores", "Exists"))))
        .containsExactly("arm", "plain");
    assertThat(eligible(requiring(new NodeSelectorTerm(List.of(), List.of())))).isEmpty();
    assertThat(eligible(requiring())).isEmpty();
  }

  @Test
  void aFieldIsTheNodesName() {
    NodeSelectorRequirement name =
        new NodeSelectorRequirement("metadata.name", "In", List.of("arm"));
    assertThat(eligible(requiring(new NodeSelectorTerm(List.of(), List.of(name)))))
        .containsExactly("arm");
  }

  @ParameterizedTest
  @CsvSource({
    "gpu, Exists, '', '', true",
    "gpu, Equal, yes, NoSchedule, true",
    "gpu, '', yes, '', true",
    "gpu, Equal, no, '', false",
    "gpu, Exists, '', NoExecute, false",
    "cpu, Exists, '', '', false",
    "'', Exists, '', '', true"
  })
  void tolerationsAreTheSchedulers(
      String key, String operator, String value, String effect, boolean tolerated) {
    Placement placement =
        new Placement(
            Optional.empty(),
            Map.of(),
            Optional.empty(),
            List.of(new Toleration(key, operator, value, effect)),
            Optional.empty());
    assertThat(eligible(placement).contains("tainted")).isEqualTo(tolerated);
  }

  @Test
  void aRuntimeClassAddsItsOwn() {
    Placement placement =
        new Placement(Optional.empty(), Map.of(), Optional.empty(), List.of(), Optional.of("gpu"));
    assertThat(eligible(placement)).containsExactly("plain", "tainted");
  }

  @Test
  void nodesAreGroupedByPlatform() {
    assertThat(of(List.of(plain, arm, away), List.of(), false).of(Placement.ANYWHERE).groups())
        .containsExactly(
            new EligiblePlatforms.Group(ARM64, List.of("arm")),
            new EligiblePlatforms.Group(AMD64, List.of("away", "plain")));
  }

  @Test
  void whereNoNodeIsKnownTheConfiguredPlatformsCountAsFarAsTheyMayBeChosen() {
    NodeEligibility none = of(List.of(), List.of(AMD64, ARM64), false);
    assertThat(none.of(Placement.ANYWHERE).groups()).hasSize(2);
    assertThat(none.of(selecting(Map.of("kubernetes.io/arch", "arm64", "zone", "x"))).groups())
        .containsExactly(new EligiblePlatforms.Group(ARM64, List.of()));
    assertThat(none.of(requiring(expression("kubernetes.io/arch", "NotIn", "arm64"))).groups())
        .containsExactly(new EligiblePlatforms.Group(AMD64, List.of()));
    assertThat(of(List.of(), List.of(), false).of(Placement.ANYWHERE).groups()).isEmpty();
  }

  @Test
  void theOldNamesOfTheLabelsNarrowToo() {
    NodeEligibility none = of(List.of(), List.of(AMD64, ARM64), false);
    assertThat(none.of(selecting(Map.of("beta.kubernetes.io/arch", "arm64"))).groups())
        .containsExactly(new EligiblePlatforms.Group(ARM64, List.of()));
    assertThat(none.of(selecting(Map.of("beta.kubernetes.io/os", "windows"))).groups()).isEmpty();
  }

  @Test
  void aTermThatMatchesNoNodeMatchesNoConfiguredPlatform() {
    NodeEligibility none = of(List.of(), List.of(AMD64), false);
    assertThat(none.of(requiring(new NodeSelectorTerm(List.of(), List.of()))).groups()).isEmpty();
    assertThat(none.of(requiring()).groups()).isEmpty();
  }

  @Test
  void aBoundPodMindsOnlyTaintsThatEvict() {
    Node evicting = node("evicting", AMD64, Map.of(), new Taint("x", "", "NoExecute"));
    Node preferring = node("preferring", AMD64, Map.of(), new Taint("x", "", "PreferNoSchedule"));
    for (Node it : List.of(evicting, preferring)) {
      Placement bound =
          new Placement(
              Optional.of(it.name()), Map.of(), Optional.empty(), List.of(), Optional.empty());
      assertThat(of(List.of(it), List.of(), false).of(bound).nodes())
          .hasSize(it == evicting ? 0 : 1);
    }
    Placement elsewhere =
        new Placement(
            Optional.of("unheard-of"), Map.of(), Optional.empty(), List.of(), Optional.empty());
    assertThat(of(List.of(plain), List.of(), false).of(elsewhere).groups()).isEmpty();
  }

  @Test
  void anAutoscalerMayAddWhatIsConfigured() {
    assertThat(of(List.of(plain), List.of(AMD64, ARM64), true).of(Placement.ANYWHERE).groups())
        .containsExactly(
            new EligiblePlatforms.Group(AMD64, List.of("plain")),
            new EligiblePlatforms.Group(ARM64, List.of()));
    assertThat(of(List.of(plain), List.of(ARM64), false).of(Placement.ANYWHERE).groups())
        .hasSize(1);
  }

  private static Node labelled(String name, String arch, String zone, Taint... taints) {
    return node(
        name,
        Platform.of("linux", arch),
        Map.of("kubernetes.io/arch", arch, "kubernetes.io/os", "linux", "zone", zone),
        taints);
  }

  private static Map<String, Set<Platform>> selectable(Placement placement, Node... nodes) {
    return of(List.of(nodes), List.of(), false).of(placement).selectable().get();
  }

  @Test
  void anArchitectureCanBeSelectedInsteadOfAnother() {
    assertThat(
            selectable(
                selecting(Map.of("kubernetes.io/arch", "amd64", "zone", "a")),
                labelled("a", "amd64", "a"),
                labelled("b", "arm64", "a"),
                labelled("c", "s390x", "b")))
        .isEqualTo(Map.of("amd64", Set.of(AMD64), "arm64", Set.of(ARM64)));
  }

  @Test
  void anArchitectureCannotBeSelectedAgainstWhatElseThePodAsksFor() {
    Node arm = labelled("b", "arm64", "a");
    Taint taint = new Taint("gpu", "yes", "NoSchedule");
    assertThat(selectable(Placement.ANYWHERE, labelled("b", "arm64", "a", taint))).isEmpty();
    assertThat(selectable(requiring(expression("kubernetes.io/arch", "In", "amd64")), arm))
        .isEmpty();
    Placement bound =
        new Placement(Optional.of("a"), Map.of(), Optional.empty(), List.of(), Optional.empty());
    assertThat(selectable(bound, labelled("a", "amd64", "a"), arm).keySet())
        .containsExactly("amd64");
  }

  @Test
  void whatTheRuntimeClassSelectsStays() {
    Placement gpu =
        new Placement(Optional.empty(), Map.of(), Optional.empty(), List.of(), Optional.of("gpu"));
    assertThat(selectable(gpu, labelled("a", "amd64", "b"), labelled("b", "arm64", "a")).keySet())
        .containsExactly("arm64");
  }

  @Test
  void aNodeWithoutTheLabelCannotBeSelectedByIt() {
    assertThat(selectable(Placement.ANYWHERE, arm)).isEmpty();
  }

  @Test
  void allPlatformsOfAnArchitectureAreTold() {
    Platform windows = new Platform("windows", "amd64", "", "10.0.20348.1", List.of());
    Node other = node("w", windows, Map.of("kubernetes.io/arch", "amd64"));
    assertThat(selectable(Placement.ANYWHERE, labelled("a", "amd64", "a"), other))
        .isEqualTo(Map.of("amd64", Set.of(AMD64, windows)));
  }
}
