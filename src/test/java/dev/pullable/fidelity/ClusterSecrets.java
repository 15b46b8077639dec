package dev.pullable.fidelity;

import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;

/// The pull secrets of the scenarios, for one registry: right, wrong and odd in every way.
final class ClusterSecrets {
  private static final String JSON_TYPE = "kubernetes.io/dockerconfigjson";
  private static final String JSON_KEY = ".dockerconfigjson";
  private static final String ENTRY = "{\"username\":\"%s\",\"password\":\"%s\"}";
  private static final String RIGHT = ENTRY.formatted(Site.USER, Site.PASSWORD);
  private static final String WRONG = ENTRY.formatted(Site.USER, "of last year");

  private final KubernetesClient client;
  private final String namespace;
  private final List<String> names = new ArrayList<>();

  ClusterSecrets(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  /// Those that name a registry; their names end in its.
  ///
  /// @param at host and port as in references
  List<String> of(String registry, String at) {
    names.clear();
    String port = at.substring(at.indexOf(':'));
    auths("right-" + registry, at, RIGHT);
    auths("wrong-" + registry, at, WRONG);
    auths("nobody-" + registry, at, ENTRY.formatted("nobody", "x"));
    auths("url-" + registry, "https://" + at + "/v1/", RIGHT);
    auths("url-no-slash-" + registry, "https://" + at + "/v1", RIGHT);
    auths("http-url-" + registry, "http://" + at, RIGHT);
    auths("no-port-" + registry, at.substring(0, at.indexOf(':')), RIGHT);
    auths("glob-" + registry, "l*" + port, RIGHT);
    auths("glob-of-two-" + registry, "*.*" + port, RIGHT);
    auths("path-" + registry, at + "/shop", RIGHT);
    auths("path-slash-" + registry, at + "/shop/", RIGHT);
    auths("path-web-" + registry, at + "/shop/web", RIGHT);
    auths("path-other-" + registry, at + "/other", RIGHT);
    auths("path-wrong-" + registry, at + "/shop/web", WRONG);
    auths("empty-entry-" + registry, at, "{}");
    auths("identity-token-" + registry, at, "{\"identitytoken\":\"x\"}");
    auths("upper-case-" + registry, at, RIGHT.replace("username", "Username"));
    auths(
        "auth-field-" + registry,
        at,
        "{\"auth\":\"" + base64(Site.USER + ":" + Site.PASSWORD) + "\"}");
    auths(
        "auth-padless-" + registry,
        at,
        "{\"auth\":\"" + base64("ana:s3:cret").replace("=", "") + "\"}");
    auths("auth-newline-" + registry, at, "{\"auth\":\"" + base64("ana:s3:cret\n") + "\"}");
    auths("auth-bad-" + registry, at, "{\"auth\":\"%%%\"}");
    auths("auth-no-colon-" + registry, at, "{\"auth\":\"" + base64("ana") + "\"}");
    auths(
        "auth-wins-" + registry,
        at,
        "{\"username\":\"ana\",\"password\":\"no\",\"auth\":\"" + base64("ana:s3:cret") + "\"}");
    secret(
        "dockercfg-" + registry,
        "kubernetes.io/dockercfg",
        ".dockercfg",
        "{\"" + at + "\":" + RIGHT + "}");
    secret("opaque-" + registry, "Opaque", JSON_KEY, config(at, RIGHT));
    secret("list-" + registry, JSON_TYPE, JSON_KEY, "{\"auths\":[]}");
    secret("null-" + registry, JSON_TYPE, JSON_KEY, "{\"auths\":null}");
    secret("other-" + registry, JSON_TYPE, JSON_KEY, config("other.example", RIGHT));
    return List.copyOf(names);
  }

  /// A right and a wrong one for a registry.
  void pair(String registry, String at) {
    auths("right-" + registry, at, RIGHT);
    auths("wrong-" + registry, at, WRONG);
  }

  private void auths(String name, String registry, String entry) {
    secret(name, JSON_TYPE, JSON_KEY, config(registry, entry));
  }

  private static String config(String registry, String entry) {
    return "{\"auths\":{\"" + registry + "\":" + entry + "}}";
  }

  private void secret(String name, String type, String key, String value) {
    client
        .secrets()
        .inNamespace(namespace)
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withType(type)
                .addToData(key, base64(value))
                .build())
        .create();
    names.add(name);
  }

  private static String base64(String text) {
    return java.util.Base64.getEncoder()
        .encodeToString(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }
}
