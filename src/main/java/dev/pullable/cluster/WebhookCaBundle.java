package dev.pullable.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pullable.tls.CaBundle;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/// The `caBundle` of every webhook in one ValidatingWebhookConfiguration. It needs `get` and
/// `patch` on it by name, and changes nothing else in it.
public final class WebhookCaBundle implements CaBundle {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final KubernetesClient client;
  private final String name;
  private final ApiCall api = new ApiCall(LIMIT);

  /// @throws IllegalArgumentException if no configuration can have that name
  public WebhookCaBundle(KubernetesClient client, String name) {
    if (!ObjectNames.canExist("any", name)) {
      throw new IllegalArgumentException("no ValidatingWebhookConfiguration can be named " + name);
    }
    this.client = client;
    this.name = name;
  }

  @Override
  public Outcome publish(String pem) {
    String bundle = Base64.getEncoder().encodeToString(pem.getBytes(UTF_8));
    return api.answer(
        () -> {
          ValidatingWebhookConfiguration now = configurations().withName(name).get();
          return now == null
              ? new Outcome.Unavailable(
                  "there is no ValidatingWebhookConfiguration " + name + "; apply the manifests")
              : write(now, bundle);
        },
        failure -> new Outcome.Unavailable(reason(failure)));
  }

  private Outcome write(ValidatingWebhookConfiguration now, String bundle) {
    List<Map<String, String>> patch = patch(now.getWebhooks(), bundle);
    if (patch.isEmpty()) {
      return new Outcome.InPlace();
    }
    configurations()
        .resource(now)
        .patch(PatchContext.of(PatchType.JSON), client.getKubernetesSerialization().asJson(patch));
    return new Outcome.Changed();
  }

  /// The names are tested first: the list may have changed since it was read, and a patch knows an
  /// entry by its index only.
  private static List<Map<String, String>> patch(List<ValidatingWebhook> webhooks, String bundle) {
    List<Map<String, String>> patch = new ArrayList<>();
    for (int i = 0; i < webhooks.size(); i++) {
      ValidatingWebhook webhook = webhooks.get(i);
      if (!bundle.equals(webhook.getClientConfig().getCaBundle())) {
        String path = "/webhooks/" + i;
        patch.add(Map.of("op", "test", "path", path + "/name", "value", webhook.getName()));
        patch.add(Map.of("op", "add", "path", path + "/clientConfig/caBundle", "value", bundle));
      }
    }
    return patch;
  }

  private NonNamespaceOperation<
          ValidatingWebhookConfiguration, ?, Resource<ValidatingWebhookConfiguration>>
      configurations() {
    return client.admissionRegistration().v1().validatingWebhookConfigurations();
  }

  private String reason(ApiCall.Failure failure) {
    String what = "ValidatingWebhookConfiguration " + name + ": " + failure.detail();
    return failure.code() == HttpURLConnection.HTTP_FORBIDDEN
        ? what
            + "; the ServiceAccount needs get and patch on validatingwebhookconfigurations with"
            + " resourceNames ["
            + name
            + "]"
        : what;
  }
}
