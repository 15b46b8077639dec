package dev.pullable.audit;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What runs in a cluster that is made up; it is handed over two at a time.
final class FakeRunning implements RunningObjects {
  final List<Pod> pods = new ArrayList<>();
  final List<HasMetadata> cronJobs = new ArrayList<>();
  final Map<String, OwnerReference> controllers = new HashMap<>();
  final List<String> asked = new ArrayList<>();
  String problem = "";

  @Override
  public String pods(Set<String> namespaces, Pages<Pod> pages) {
    pages.begin();
    for (int i = 0; i < pods.size(); i += 2) {
      pages.page(pods.subList(i, Math.min(i + 2, pods.size())));
    }
    return problem;
  }

  @Override
  public String cronJobs(Set<String> namespaces, Pages<HasMetadata> pages) {
    pages.begin();
    pages.page(cronJobs);
    return "";
  }

  @Override
  public Optional<OwnerReference> controllerOf(String kind, String namespace, String name) {
    asked.add(kind + " " + namespace + "/" + name);
    return Optional.ofNullable(controllers.get(kind + " " + name));
  }

  static OwnerReference controller(String kind, String name) {
    return new OwnerReferenceBuilder()
        .withApiVersion("v1")
        .withKind(kind)
        .withName(name)
        .withUid("uid-of-" + name)
        .withController(true)
        .build();
  }

  /// A Pod of namespace `shop`.
  static PodBuilder pod(String name, String image) {
    return new PodBuilder()
        .withNewMetadata()
        .withNamespace("shop")
        .withName(name)
        .withUid("uid-of-" + name)
        .endMetadata()
        .withNewSpec()
        .withNodeName("node-of-" + name)
        .addNewContainer()
        .withName("app")
        .withImage(image)
        .endContainer()
        .endSpec();
  }

  static Pod owned(String name, String image, OwnerReference by) {
    return pod(name, image).editMetadata().withOwnerReferences(by).endMetadata().build();
  }

  /// A Pod as a Deployment's ReplicaSet makes it.
  static Pod deployed(String deployment, String pod, String image) {
    return pod(deployment + "-abc-" + pod, image)
        .editMetadata()
        .withLabels(Map.of("pod-template-hash", "abc"))
        .withOwnerReferences(controller("ReplicaSet", deployment + "-abc"))
        .endMetadata()
        .build();
  }
}
