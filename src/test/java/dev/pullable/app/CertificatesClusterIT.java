package dev.pullable.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pullable.cluster.SecretAuthorityStore;
import dev.pullable.cluster.WebhookCaBundle;
import dev.pullable.tls.AuthorityEntries;
import dev.pullable.tls.AuthorityStore.ReadAnswer;
import dev.pullable.tls.AuthorityStore.WriteAnswer;
import dev.pullable.tls.CaBundle;
import dev.pullable.tls.CertificateAuthority;
import dev.pullable.tls.ServedCertificate;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.File;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/// Certificates against a real kube-apiserver, whose admin kubeconfig `cluster.kubeconfig` names.
@ExtendWith(OutputCaptureExtension.class)
class CertificatesClusterIT {
  private static final String KUBECONFIG = "kubeconfig";

  @TempDir private Path dir;

  private final String name = "certs-" + UUID.randomUUID().toString().substring(0, 8);
  private KubernetesClient admin;

  @BeforeEach
  void connect() {
    String file = System.getProperty("cluster.kubeconfig");
    System.setProperty(KUBECONFIG, file);
    admin = new KubernetesClientBuilder().withConfig(Config.fromKubeconfig(new File(file))).build();
    admin
        .namespaces()
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels("certificates", name)
                .endMetadata()
                .build())
        .create();
  }

  @AfterEach
  void disconnect() {
    System.clearProperty(KUBECONFIG);
    configurations().delete();
    admin.rbac().clusterRoles().withName(name).delete();
    admin.rbac().clusterRoleBindings().withName(name).delete();
    admin.namespaces().withName(name).delete();
    admin.close();
  }

  @Test
  void replicasStartedAtTheSameInstantEndWithOneAuthority() throws Exception {
    configure("https://localhost:1/validate");
    CyclicBarrier together = new CyclicBarrier(2);
    Callable<ConfigurableApplicationContext> start =
        () -> {
          together.await();
          return replica(0);
        };
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<ConfigurableApplicationContext>> replicas =
          threads.invokeAll(List.of(start, start));
      try (var one = replicas.getFirst().get();
          var two = replicas.getLast().get()) {
        await().atMost(Duration.ofSeconds(60)).until(() -> serving(one) && serving(two));

        Path ca = Files.writeString(dir.resolve("ca.crt"), secret("tls.crt"));
        assertServes(ca, one);
        assertServes(ca, two);
        await()
            .atMost(Duration.ofSeconds(30))
            .untilAsserted(() -> assertThat(caBundle(0)).isEqualTo(secret("tls.crt")));
      }
    }
  }

  @Test
  void anEmptiedCaBundleIsRepairedAndTheRestIsLeftAlone() {
    configure("https://localhost:1/validate");
    try (var replica = replica(0)) {
      await().atMost(Duration.ofSeconds(60)).until(() -> !caBundle(0).isEmpty());
      assertThat(caBundle(1)).isEqualTo(caBundle(0)).isEqualTo(secret("tls.crt"));
      ValidatingWebhookConfiguration before = configurations().get();

      configurations()
          .edit(it -> {
            it.getWebhooks().forEach(webhook -> webhook.getClientConfig().setCaBundle(null));
            return it;
          });
      assertThat(caBundle(0)).isEmpty();

      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> !caBundle(0).isEmpty() && !caBundle(1).isEmpty());
      assertThat(configurations().get().getWebhooks()).isEqualTo(before.getWebhooks());
      assertThat(serving(replica)).isTrue();
    }
  }

  @Test
  void theApiServerCallsTheWebhookThatArmedItself() throws Exception {
    int port;
    try (var socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    configure("https://localhost:" + port + "/validate");
    admin
        .serviceAccounts()
        .inNamespace(name)
        .resource(
            new ServiceAccountBuilder().withNewMetadata().withName("default").endMetadata().build())
        .serverSideApply();
    try (var replica = replica(port)) {
      await()
          .atMost(Duration.ofSeconds(60))
          .ignoreException(AssertionError.class)
          .untilAsserted(() ->
              assertThatThrownBy(
                      () -> admin.pods().inNamespace(name).resource(badPod()).dryRun().create())
                  .hasMessageContaining("InvalidReference"));
      assertThat(serving(replica)).isTrue();
    }
  }

  @Test
  void ofTwoWritersOfOneVersionTheSecondIsInConflict() {
    var store = new SecretAuthorityStore(admin, name, "pullable-ca");
    assertThat(store.read()).isEqualTo(new ReadAnswer.Missing());
    Map<String, String> values = Map.of("tls.crt", "c", "tls.key", "k", "next.crt", "n");
    AuthorityEntries entries = new AuthorityEntries(values);
    assertThat(store.create(entries)).isInstanceOf(WriteAnswer.Written.class);
    assertThat(store.create(entries)).isEqualTo(new WriteAnswer.Conflict());

    ReadAnswer.Found read = (ReadAnswer.Found) store.read();
    assertThat(read.entries()).isEqualTo(entries);
    Map<String, String> without = new HashMap<>(values);
    without.remove("next.crt");
    AuthorityEntries next = new AuthorityEntries(without);
    assertThat(store.replace(read, next)).isInstanceOf(WriteAnswer.Written.class);
    assertThat(store.replace(read, entries)).isEqualTo(new WriteAnswer.Conflict());

    assertThat(((ReadAnswer.Found) store.read()).entries()).isEqualTo(next);
  }

  @Test
  void theDocumentedVerbsAreEnoughAndWithoutThemTheRemedyIsNamed() {
    configure("https://localhost:1/validate");
    try (KubernetesClient limited = limited()) {
      var store = new SecretAuthorityStore(limited, name, "pullable-ca");
      var bundle = new WebhookCaBundle(limited, name);
      assertThat(store.read().toString()).contains("get and patch on secrets with resourceNames");
      assertThat(bundle.publish("PEM").toString())
          .contains("get and patch on validatingwebhookconfigurations");

      grant();
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> store.read() instanceof ReadAnswer.Missing);
      AuthorityEntries entries = new AuthorityEntries(Map.of("tls.crt", "c", "tls.key", "k"));
      assertThat(store.create(entries)).isInstanceOf(WriteAnswer.Written.class);
      assertThat(store.replace((ReadAnswer.Found) store.read(), entries))
          .isInstanceOf(WriteAnswer.Written.class);
      String pem = pem();
      assertThat(bundle.publish(pem)).isEqualTo(new CaBundle.Outcome.Changed());
      assertThat(bundle.publish(pem)).isEqualTo(new CaBundle.Outcome.InPlace());
      assertThat(new SecretAuthorityStore(limited, name, "other").read())
          .isInstanceOf(ReadAnswer.Unavailable.class);
    }
  }

  @Test
  void whileTheCaCannotBeReadTheServerRunsAndSaysWhy(CapturedOutput output) {
    try (var replica = replica(0, name + "-none")) {
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> output.getAll().contains("there is no namespace " + name + "-none"));

      assertThat(replica.isRunning()).isTrue();
      assertThat(serving(replica)).isFalse();
    }
  }

  private ConfigurableApplicationContext replica(int port) {
    return replica(port, name);
  }

  private ConfigurableApplicationContext replica(int port, String namespace) {
    return new SpringApplicationBuilder(WebhookApplication.class)
        .run(
            "--server.port=" + port,
            "--management.server.port=-1",
            "--pullable.tls.mode=secret",
            "--pullable.tls.namespace=" + namespace,
            "--pullable.tls.webhook-configuration=" + name);
  }

  private static boolean serving(ConfigurableApplicationContext replica) {
    return replica.getBean(ServedCertificate.class).serving();
  }

  private static void assertServes(Path ca, ConfigurableApplicationContext replica)
      throws Exception {
    int port = replica.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    try (HttpsClient client = new HttpsClient(HttpsClient.trusting(ca), port)) {
      assertThat(client.review("", "{}".getBytes(UTF_8)).status()).isEqualTo(400);
    }
  }

  /// Two webhooks for this test's namespace only, which nobody has armed.
  private void configure(String url) {
    admin
        .admissionRegistration()
        .v1()
        .validatingWebhookConfigurations()
        .resource(
            new ValidatingWebhookConfigurationBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withWebhooks(webhook("images.pullable.dev", url), webhook("b.pullable.dev", url))
                .build())
        .create();
  }

  private ValidatingWebhook webhook(String webhook, String url) {
    return new ValidatingWebhookBuilder()
        .withName(webhook)
        .withAdmissionReviewVersions("v1")
        .withSideEffects("None")
        .withFailurePolicy("Ignore")
        .withTimeoutSeconds(5)
        .withNewClientConfig()
        .withUrl(url)
        .endClientConfig()
        .withNewNamespaceSelector()
        .addToMatchLabels("certificates", name)
        .endNamespaceSelector()
        .addNewRule()
        .withOperations("CREATE")
        .withApiGroups("")
        .withApiVersions("v1")
        .withResources("pods")
        .endRule()
        .build();
  }

  private Pod badPod() {
    return new PodBuilder()
        .withNewMetadata()
        .withName("web")
        .endMetadata()
        .withNewSpec()
        .withAutomountServiceAccountToken(false)
        .addNewContainer()
        .withName("web")
        .withImage("localhost/UPPER:1")
        .endContainer()
        .endSpec()
        .build();
  }

  /// A user without any right of its own.
  private KubernetesClient limited() {
    Config config =
        new ConfigBuilder(admin.getConfiguration()).withImpersonateUsername(name).build();
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  private void grant() {
    admin
        .rbac()
        .clusterRoles()
        .resource(
            new ClusterRoleBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withRules(
                    new PolicyRuleBuilder()
                        .withApiGroups("")
                        .withResources("secrets")
                        .withResourceNames("pullable-ca")
                        .withVerbs("get", "patch")
                        .build(),
                    new PolicyRuleBuilder()
                        .withApiGroups("")
                        .withResources("secrets")
                        .withVerbs("create")
                        .build(),
                    new PolicyRuleBuilder()
                        .withApiGroups("admissionregistration.k8s.io")
                        .withResources("validatingwebhookconfigurations")
                        .withResourceNames(name)
                        .withVerbs("get", "patch")
                        .build())
                .build())
        .create();
    admin
        .rbac()
        .clusterRoleBindings()
        .resource(
            new ClusterRoleBindingBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", name)
                .addNewSubject("rbac.authorization.k8s.io", "User", name, null)
                .build())
        .create();
  }

  private static String pem() {
    return CertificateAuthority.create(Duration.ofDays(1), InstantSource.system()).certificatePem();
  }

  private String secret(String key) {
    Secret secret = admin.secrets().inNamespace(name).withName("pullable-ca").get();
    return new String(Base64.getDecoder().decode(secret.getData().get(key)), UTF_8);
  }

  private String caBundle(int index) {
    String bundle = configurations().get().getWebhooks().get(index).getClientConfig().getCaBundle();
    return bundle == null ? "" : new String(Base64.getDecoder().decode(bundle), UTF_8);
  }

  private Resource<ValidatingWebhookConfiguration> configurations() {
    return admin.admissionRegistration().v1().validatingWebhookConfigurations().withName(name);
  }
}
