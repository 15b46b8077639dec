package dev.pullable.fidelity;

import dev.pullable.testregistry.DockerRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What is tried: references, kinds of images, secrets and pull policies, at each registry.
final class Scenarios {
  private static final String NO_DIGEST = "sha256:" + "0".repeat(64);

  private final Site site;
  private final List<Scenario> all = new ArrayList<>();

  Scenarios(Site site) {
    this.site = site;
  }

  /// @param basicSecrets the names of the secrets for the registry with htpasswd
  /// @param bearerSecrets the names of the secrets for the registry with tokens
  /// @param heldSecrets the names of the secrets for the registry that the node has credentials for
  List<Scenario> all(
      List<String> basicSecrets,
      List<String> bearerSecrets,
      List<String> heldSecrets,
      Mirrors mirrors) {
    references("open", at(site.open));
    references("basic", at(site.basic), "right-basic");
    references("bearer", at(site.bearer), "right-bearer");
    hosts();
    kinds("open", at(site.open));
    kinds("bearer", at(site.bearer), "right-bearer");
    secrets("basic", at(site.basic), basicSecrets);
    secrets("bearer", at(site.bearer), bearerSecrets);
    openWithSecrets();
    policies();
    serviceAccounts();
    nodeConfig(heldSecrets);
    mirrors.names().forEach(this::mirrored);
    return List.copyOf(all);
  }

  static String at(DockerRegistry registry) {
    return "localhost:" + registry.port();
  }

  private void references(String registry, String at, String... secrets) {
    add(registry + " tag", at + "/shop/web:1.0", secrets);
    add(registry + " no tag", at + "/shop/web", secrets);
    add(registry + " no tag, no latest", at + "/web", secrets);
    add(registry + " one component", at + "/web:1.0", secrets);
    add(registry + " missing tag", at + "/shop/web:1.O", secrets);
    add(registry + " missing repository", at + "/shop/wbe:1.0", secrets);
    add(registry + " missing repository with no tag", at + "/wbe", secrets);
    add(registry + " digest", at + "/shop/web@" + site.web, secrets);
    add(registry + " missing digest", at + "/shop/web@" + NO_DIGEST, secrets);
    add(registry + " tag and digest", at + "/shop/web:1.0@" + site.web, secrets);
    add(registry + " missing tag and digest", at + "/shop/web:gone@" + site.web, secrets);
    add(registry + " digest of another repository", at + "/web@" + site.web, secrets);
    add(registry + " long missing tag", at + "/shop/web:" + "x".repeat(128), secrets);
  }

  private void hosts() {
    String port = ":" + site.open.port();
    add("open by address", "127.0.0.1" + port + "/shop/web:1.0");
    add("open by another loopback address", "127.0.0.2" + port + "/shop/web:1.0");
    add("upper case in the repository", at(site.open) + "/Shop/web:1.0");
    add("tag too long", at(site.open) + "/shop/web:" + "x".repeat(129));
    add("tag with a bad character", at(site.open) + "/shop/web:1.0+1");
    add("digest too short", at(site.open) + "/shop/web@sha256:abc");
    add("blank within", at(site.open) + "/shop/web :1.0");
    add("scheme in front", "http://" + at(site.open) + "/shop/web:1.0");
    add("trailing slash", at(site.open) + "/shop/");
    add("bare digest", "sha256:" + "0".repeat(64));
    add("64 hex digits", "0".repeat(64));
    add("unresolvable host", "no-such-registry.invalid/shop/web:1.0");
    add("nothing listens", "localhost:1/shop/web:1.0");
    add("port out of range", "localhost:99999/shop/web:1.0");
    add("prefix forgotten", "shop/web:1.0");
    add("untrusted certificate", "LOCALHOST:" + site.basic.port() + "/shop/web:1.0", "right-basic");
    add("http port of a TLS registry", "127.0.0.1:" + site.basic.port() + "/shop/web:1.0");
  }

  private void kinds(String registry, String at, String... secrets) {
    for (String kind : Site.kinds()) {
      add(registry + " " + kind, at + "/kind/" + kind + ":1", secrets);
    }
  }

  private void secrets(String registry, String at, List<String> names) {
    String image = at + "/shop/web:1.0";
    add(registry + " without a secret", image);
    add(registry + " with a missing secret", image, "no-such");
    for (String name : names) {
      add(registry + " with " + name, image, name);
      if (!name.startsWith("right")) {
        add(registry + " with " + name + " and right", image, name, "right-" + registry);
      }
    }
    add(registry + " with right and wrong", image, "right-" + registry, "wrong-" + registry);
    add(registry + " with missing and right", image, "no-such", "right-" + registry);
    add(registry + " wrong, missing tag", at + "/shop/web:2", "wrong-" + registry);
    add(registry + " none, missing tag", at + "/shop/web:2");
    add(registry + " none, missing repository", at + "/shop/wbe:2");
    add(registry + " path, neighbour", at + "/shop-evil/web:1.0", "path-" + registry);
    add(
        registry + " path and slash, neighbour",
        at + "/shop-evil/web:1.0",
        "path-slash-" + registry);
  }

  /// The node has the right credential for `shop`, which is also a prefix of `shop-evil`, and for
  /// `kind/single`; a wrong one for `web` and the rest of `kind`.
  private void nodeConfig(List<String> names) {
    String at = at(site.held);
    references("held", at);
    kinds("held", at);
    kinds("held with a secret", at, "right-held");
    for (String name : names) {
      add("held with " + name, at + "/shop/web:1.0", name);
      add("held with " + name + ", wrong on the node", at + "/web:1.0", name);
    }
    add("held with a missing secret", at + "/shop/web:1.0", "no-such");
    add("held with another's secret", at + "/shop/web:1.0", "right-basic");
    add("held, a path's neighbour", at + "/shop-evil/web:1.0");
    add("held, no entry", at + "/none/web:1.0");
    add("held, wrong on the node, right secret", at + "/web:1.0", "right-held");
    add("held, wrong on the node, malformed secret of another", at + "/web:1.0", "list-basic");
    add("held, right on the node, malformed secret of another", at + "/shop/web:1.0", "list-basic");
    add("bearer, on the node", at(site.bearer) + "/shop/present:1.0");
    add("bearer, on the node, wrong secret", at(site.bearer) + "/shop/present:1.0", "wrong-bearer");
    add("bearer, wrong on the node", at(site.bearer) + "/kind/unstated:1");
    add("open, wrong on the node", at(site.open) + "/kind/single:1");
  }

  private void mirrored(String name) {
    String at = name + Mirrors.DOMAIN;
    String mirror = "mirror " + name;
    add(mirror + " tag", at + "/shop/web:1.0");
    add(mirror + " tag, right secret", at + "/shop/web:1.0", "right-" + name);
    add(mirror + " tag, wrong secret", at + "/shop/web:1.0", "wrong-" + name);
    add(mirror + " missing tag", at + "/shop/web:gone", "right-" + name);
    add(mirror + " missing repository", at + "/shop/wbe:1.0", "right-" + name);
    add(mirror + " digest", at + "/shop/web@" + site.web, "right-" + name);
    add(mirror + " missing digest", at + "/shop/web@" + NO_DIGEST, "right-" + name);
    add(mirror + " short path", at + "/single:1", "right-" + name);
    add(mirror + " other platform", at + "/kind/arm-index:1", "right-" + name);
  }

  private void openWithSecrets() {
    String image = at(site.open) + "/shop/web:1.0";
    for (String name :
        List.of(
            "wrong-open",
            "list-open",
            "auth-bad-open",
            "empty-entry-open",
            "list-basic",
            "opaque-open",
            "no-such")) {
      add("open with " + name, image, name);
    }
  }

  private void policies() {
    String present = at(site.open) + "/shop/present:1.0";
    String hidden = at(site.basic) + "/shop/present:1.0";
    for (String policy : List.of("IfNotPresent", "Never", "Always")) {
      String name = policy.toLowerCase(Locale.ROOT);
      all.add(Scenario.of("present, " + name, present).policy(policy));
      all.add(
          Scenario.of("absent, " + name, at(site.open) + "/kind/" + name + ":9").policy(policy));
      all.add(Scenario.of("present and private, " + name, hidden).policy(policy));
      all.add(Scenario.of("present, wrong secret, " + name, hidden, "wrong-basic").policy(policy));
    }
    all.add(Scenario.of("default policy, tag", at(site.open) + "/shop/web:1.0").policy(null));
    all.add(Scenario.of("default policy, no tag", at(site.open) + "/shop/web").policy(null));
  }

  private void serviceAccounts() {
    String image = at(site.basic) + "/shop/web:1.0";
    add("ServiceAccount's secret", image, "sa", new String[0]);
    add("ServiceAccount's wrong secret", image, "sa-wrong", new String[0]);
    add(
        "Pod's secret before the ServiceAccount's",
        image,
        "sa-wrong",
        new String[] {"right-basic"});
    add(
        "Pod's wrong secret instead of the ServiceAccount's",
        image,
        "sa",
        new String[] {"wrong-basic"});
  }

  private void add(String name, String image, String... secrets) {
    all.add(Scenario.of(name, image, secrets));
  }

  private void add(String name, String image, String serviceAccount, String[] secrets) {
    all.add(Scenario.of(name, image, secrets).serviceAccount(serviceAccount));
  }
}
