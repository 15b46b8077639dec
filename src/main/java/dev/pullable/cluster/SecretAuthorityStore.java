package dev.pullable.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pullable.tls.AuthorityEntries;
import dev.pullable.tls.AuthorityStore;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Authorities in one Secret of type `kubernetes.io/tls`. It needs `get` and `patch` on the Secret
/// by name, and `create` on Secrets of its namespace, since RBAC cannot name what is not there yet.
public final class SecretAuthorityStore implements AuthorityStore {
  private static final String TYPE = "kubernetes.io/tls";
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final KubernetesClient client;
  private final String namespace;
  private final String name;
  private final ApiCall api = new ApiCall(LIMIT);

  /// @throws IllegalArgumentException if no Secret can have that name
  public SecretAuthorityStore(KubernetesClient client, String namespace, String name) {
    if (!ObjectNames.canExist(namespace, name)) {
      throw new IllegalArgumentException("no Secret can be named " + namespace + "/" + name);
    }
    this.client = client;
    this.namespace = namespace;
    this.name = name;
  }

  @Override
  public ReadAnswer read() {
    return api.answer(
        () -> {
          Secret secret = secret().get();
          return secret == null
              ? new ReadAnswer.Missing()
              : new ReadAnswer.Found(entries(secret), secret.getMetadata().getResourceVersion());
        },
        failure -> new ReadAnswer.Unavailable(reason("get", failure)));
  }

  @Override
  public WriteAnswer create(AuthorityEntries entries) {
    Secret secret =
        new SecretBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withName(name)
            .addToLabels("app.kubernetes.io/name", "pullable")
            .endMetadata()
            .withType(TYPE)
            .withData(encoded(entries))
            .build();
    return api.answer(
        () -> written(client.secrets().inNamespace(namespace).resource(secret).create()),
        failure ->
            switch (failure.code()) {
              case HttpURLConnection.HTTP_CONFLICT -> new WriteAnswer.Conflict();
              case HttpURLConnection.HTTP_NOT_FOUND ->
                  new WriteAnswer.Unavailable("there is no namespace " + namespace);
              default -> new WriteAnswer.Unavailable(reason("create", failure));
            });
  }

  @Override
  public WriteAnswer replace(ReadAnswer.Found read, AuthorityEntries entries) {
    Map<String, Object> data = new HashMap<>(encoded(entries));
    // In a merge patch it is null that removes.
    read.entries().values().keySet().forEach(key -> data.putIfAbsent(key, null));
    Map<String, Object> patch =
        Map.of("metadata", Map.of("resourceVersion", read.version()), "data", data);
    return api.answer(
        () ->
            written(
                named()
                    .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        client.getKubernetesSerialization().asJson(patch))),
        failure ->
            switch (failure.code()) {
              case HttpURLConnection.HTTP_CONFLICT, HttpURLConnection.HTTP_NOT_FOUND ->
                  new WriteAnswer.Conflict();
              default -> new WriteAnswer.Unavailable(reason("patch", failure));
            });
  }

  private Resource<Secret> secret() {
    return client.secrets().inNamespace(namespace).withName(name);
  }

  /// Given an object, the client does not read it before it is patched.
  private Resource<Secret> named() {
    return client
        .secrets()
        .inNamespace(namespace)
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .build());
  }

  private static WriteAnswer written(Secret secret) {
    return new WriteAnswer.Written(secret.getMetadata().getResourceVersion());
  }

  private static AuthorityEntries entries(Secret secret) {
    Map<String, String> values = new HashMap<>();
    Optional.ofNullable(secret.getData())
        .orElse(Map.of())
        .forEach((key, value) -> values.put(key, decoded(Objects.requireNonNullElse(value, ""))));
    return new AuthorityEntries(values);
  }

  /// What is no base64 is nothing that can be used, which is found out when it is read.
  private static String decoded(String value) {
    try {
      return new String(Base64.getDecoder().decode(value), UTF_8);
    } catch (IllegalArgumentException _) {
      return "";
    }
  }

  private static Map<String, String> encoded(AuthorityEntries entries) {
    Map<String, String> data = new HashMap<>();
    entries
        .values()
        .forEach((key, value) ->
            data.put(key, Base64.getEncoder().encodeToString(value.getBytes(UTF_8))));
    return data;
  }

  private String reason(String verb, ApiCall.Failure failure) {
    String what = verb + " of Secret " + namespace + "/" + name + ": " + failure.detail();
    if (failure.code() != HttpURLConnection.HTTP_FORBIDDEN) {
      return what;
    }
    return what
        + "; the ServiceAccount needs get and patch on secrets with resourceNames ["
        + name
        + "] and create on secrets, in namespace "
        + namespace;
  }
}
