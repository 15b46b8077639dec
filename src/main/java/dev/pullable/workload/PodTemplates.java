package dev.pullable.workload;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pullable.workload.FieldPath.Found;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Where objects of kinds that are not Kubernetes' own have their Pod templates.
final class PodTemplates {
  private static final String TEMPLATE = "spec.template";

  /// By `Kind.group`. The kinds' own APIs: argoproj/argo-rollouts, knative/serving,
  /// openkruise/kruise, openshift/api, kubernetes-sigs/jobset.
  private static final Map<String, String> KNOWN =
      Map.ofEntries(
          Map.entry("Rollout.argoproj.io", TEMPLATE),
          Map.entry("Service.serving.knative.dev", TEMPLATE),
          Map.entry("Configuration.serving.knative.dev", TEMPLATE),
          Map.entry("Revision.serving.knative.dev", "spec"),
          Map.entry("CloneSet.apps.kruise.io", TEMPLATE),
          Map.entry("StatefulSet.apps.kruise.io", TEMPLATE),
          Map.entry("DaemonSet.apps.kruise.io", TEMPLATE),
          Map.entry("BroadcastJob.apps.kruise.io", TEMPLATE),
          Map.entry("DeploymentConfig.apps.openshift.io", TEMPLATE),
          Map.entry("JobSet.jobset.x-k8s.io", "spec.replicatedJobs[*].template.spec.template"));

  /// Unknown members are the models' own business: they keep them.
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Map<String, FieldPath> paths = new HashMap<>();

  /// A Pod spec of an object.
  record Located(String path, PodSpec spec) {}

  /// @param more further kinds, or other paths for those known, by `Kind.group` or `Kind`
  /// @throws IllegalArgumentException if a path is none
  PodTemplates(Map<String, String> more) {
    KNOWN.forEach((kind, path) -> paths.put(kind, FieldPath.parse(path)));
    more.forEach((kind, path) -> paths.put(kind, FieldPath.parse(path)));
  }

  /// `Kind.group`, as kubectl writes it.
  static String fullKind(GenericKubernetesResource object) {
    String version = Text.of(object.getApiVersion());
    int slash = version.indexOf('/');
    String kind = Text.of(object.getKind());
    return slash < 0 ? kind : kind + "." + version.substring(0, slash);
  }

  /// The Pod specs of an object, none for a kind of which nothing is known.
  ///
  /// @throws UnreadableTemplateException if a member does not have the type that a Pod spec demands
  List<Located> of(GenericKubernetesResource object) throws UnreadableTemplateException {
    FieldPath path = paths.get(fullKind(object));
    if (path == null) {
      path = paths.get(Text.of(object.getKind()));
    }
    List<Located> specs = new ArrayList<>();
    if (path != null && object.getAdditionalProperties() != null) {
      for (Found found : path.in(object.getAdditionalProperties())) {
        Optional<Found> spec = podSpec(found);
        if (spec.isPresent()) {
          specs.add(located(spec.get()));
        }
      }
    }
    return specs;
  }

  /// What has containers is the Pod spec itself.
  private static Optional<Found> podSpec(Found found) {
    if (found.value().containsKey("containers")) {
      return Optional.of(found);
    }
    return found.value().get("spec") instanceof Map<?, ?> spec
        ? Optional.of(new Found(found.path() + ".spec", spec))
        : Optional.empty();
  }

  private static Located located(Found found) throws UnreadableTemplateException {
    try {
      return new Located(found.path(), MAPPER.convertValue(found.value(), PodSpec.class));
    } catch (IllegalArgumentException e) {
      throw new UnreadableTemplateException(found.path() + members(e));
    }
  }

  /// The members' names alone: Jackson's own message quotes the value.
  private static String members(IllegalArgumentException e) {
    return e.getCause() instanceof JsonMappingException mapping
        ? mapping.getPath().stream()
            .map(it ->
                it.getFieldName() == null ? "[" + it.getIndex() + "]" : "." + it.getFieldName())
            .collect(Collectors.joining())
        : "";
  }
}
