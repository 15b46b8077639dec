package dev.pullable.fidelity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pullable.registry.TokenServer;
import dev.pullable.resolution.Resolution;
import dev.pullable.review.TestEngine;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The same Pods on a real kubelet with containerd, and through the engine with the same facts.
/// What is called unpullable must not run, and what is called pullable must be pulled.
class NodeIT {
  private static final String NAMESPACE = "fidelity";
  private static final int BATCH = 40;
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private static final Map<Scenario, Resolution> PREDICTED = new LinkedHashMap<>();
  private static final Map<Scenario, Observed> OBSERVED = new LinkedHashMap<>();

  private static Site site;
  private static KubernetesClient client;

  @BeforeAll
  static void runAll() throws IOException {
    Path kubeconfig = Path.of(System.getProperty("node.kubeconfig"));
    client = connect(kubeconfig);
    site = new Site();
    Path certs = kubeconfig.resolveSibling("certs.d");
    Mirrors mirrors = new Mirrors(site, site.trust(certs));
    mirrors.write(certs);
    Path nodeConfig = site.writeNodeConfig(kubeconfig.resolveSibling("kubelet"));
    prepareNamespace();
    ClusterSecrets secrets = new ClusterSecrets(client, NAMESPACE);
    secrets.of("open", Scenarios.at(site.open));
    List<String> basic = secrets.of("basic", Scenarios.at(site.basic));
    List<String> bearer = secrets.of("bearer", Scenarios.at(site.bearer));
    List<String> held = secrets.of("held", Scenarios.at(site.held));
    mirrors.names().forEach(name -> secrets.pair(name, name + Mirrors.DOMAIN));
    serviceAccount("sa", "right-basic");
    serviceAccount("sa-wrong", "wrong-basic");
    try (Predictor predictor =
        new Predictor(
            client,
            certs,
            nodeConfig,
            new TokenServer(Scenarios.at(site.bearer), site.tokenServer()))) {
      await().atMost(PATIENCE).until(() -> predictor.nodes().synced());
      makePresent(predictor);
      List<Scenario> scenarios = new Scenarios(site).all(basic, bearer, held, mirrors);
      for (int from = 0; from < scenarios.size(); from += BATCH) {
        run(predictor, scenarios.subList(from, Math.min(from + BATCH, scenarios.size())), from);
      }
    }
    report();
  }

  private static KubernetesClient connect(Path kubeconfig) throws IOException {
    return new KubernetesClientBuilder()
        .withConfig(Config.fromKubeconfig(Files.readString(kubeconfig)))
        .build();
  }

  private static void prepareNamespace() {
    client
        .namespaces()
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build())
        .create();
    await()
        .atMost(PATIENCE)
        .until(() ->
            client.serviceAccounts().inNamespace(NAMESPACE).withName("default").get() != null);
  }

  private static void serviceAccount(String name, String secret) {
    client
        .serviceAccounts()
        .inNamespace(NAMESPACE)
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withImagePullSecrets(new LocalObjectReference(secret))
                .build())
        .create();
  }

  /// Puts two images onto the node, and waits until the Node says so.
  private static void makePresent(Predictor predictor) {
    List<Scenario> present =
        List.of(
            Scenario.of("to be present", Scenarios.at(site.open) + "/shop/present:1.0"),
            Scenario.of(
                "to be present, private",
                Scenarios.at(site.basic) + "/shop/present:1.0",
                "right-basic"));
    run(predictor, present, 9000);
    await()
        .atMost(PATIENCE)
        .until(() ->
            predictor.nodes().nodes().getFirst().images().stream()
                    .filter(image -> image.endsWith("/shop/present:1.0"))
                    .count()
                == 2);
  }

  private static void run(Predictor predictor, List<Scenario> scenarios, int from) {
    List<Pod> pods = new ArrayList<>();
    for (int i = 0; i < scenarios.size(); i++) {
      Scenario scenario = scenarios.get(i);
      Pod pod = pod(scenario, "p" + (from + i));
      // As the API server would hand it to a webhook, after all other admission.
      Pod admitted = client.pods().inNamespace(NAMESPACE).resource(pod).dryRun().create();
      PREDICTED.put(scenario, predictor.predict(admitted));
      pods.add(client.pods().inNamespace(NAMESPACE).resource(pod).create());
    }
    for (int i = 0; i < scenarios.size(); i++) {
      OBSERVED.put(scenarios.get(i), outcome(pods.get(i)));
    }
    for (Pod pod : pods) {
      client.resource(pod).withGracePeriod(0).delete();
    }
  }

  private static Observed outcome(Pod pod) {
    return await("outcome of " + pod.getSpec().getContainers().getFirst().getImage())
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(300))
        .until(
            () -> Optional.ofNullable(client.resource(pod).get()).flatMap(Observed::of),
            Optional::isPresent)
        .orElseThrow();
  }

  private static Pod pod(Scenario scenario, String name) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(NAMESPACE)
        .endMetadata()
        .withNewSpec()
        .withHostNetwork(true)
        .withRestartPolicy("Never")
        .withServiceAccountName(
            scenario.serviceAccount().isEmpty() ? null : scenario.serviceAccount())
        .withAutomountServiceAccountToken(false)
        .withImagePullSecrets(
            scenario.pullSecrets().stream().map(LocalObjectReference::new).toList())
        .addNewContainer()
        .withName("c")
        .withImage(scenario.image())
        .withImagePullPolicy(scenario.pullPolicy())
        .endContainer()
        .endSpec()
        .build();
  }

  private static void report() throws IOException {
    StringBuilder text = new StringBuilder();
    PREDICTED.forEach((scenario, resolution) -> {
      Observed observed = OBSERVED.get(scenario);
      text.append(
          "%-60s %-45s %s\n"
              .formatted(
                  scenario.name(),
                  TestEngine.outcome(resolution),
                  observed.pulled() ? "pulled" : observed.reason() + ": " + observed.message()));
    });
    long doubt = doubts();
    text.append("%d scenarios, %d in doubt%n".formatted(PREDICTED.size(), doubt));
    Files.writeString(Path.of("target/node-it.txt"), text);
  }

  private static long doubts() {
    return PREDICTED.values().stream().filter(Resolution.Inconclusive.class::isInstance).count();
  }

  @TestFactory
  Stream<DynamicTest> thePredictionAgreesWithTheNode() {
    return PREDICTED.keySet().stream()
        .map(scenario -> DynamicTest.dynamicTest(scenario.name(), () -> agrees(scenario)));
  }

  private static void agrees(Scenario scenario) {
    Observed observed = OBSERVED.get(scenario);
    switch (PREDICTED.get(scenario)) {
      case Resolution.Pullable it ->
          assertThat(observed.pulled()).as("%s but %s", it, observed).isTrue();
      case Resolution.Unpullable it ->
          assertThat(observed.pulled()).as("%s but %s", it, observed).isFalse();
      case Resolution.Inconclusive _, Resolution.NotPulled _ -> {
        // Nothing was claimed; how often that is so, another test bounds.
      }
    }
  }

  @Test
  void thereAreEnoughScenariosOfEitherOutcomeAndFewInDoubt() {
    long pulled = OBSERVED.values().stream().filter(Observed::pulled).count();
    assertThat(PREDICTED).hasSizeGreaterThanOrEqualTo(150);
    assertThat(pulled).isGreaterThan(50);
    assertThat(OBSERVED.size() - pulled).isGreaterThan(50);
    assertThat(doubts()).isLessThan(PREDICTED.size() / 5);
  }

  @AfterAll
  static void stop() throws IOException {
    if (site != null) {
      site.close();
    }
    if (client != null) {
      client.namespaces().withName(NAMESPACE).delete();
      client.close();
    }
  }
}
