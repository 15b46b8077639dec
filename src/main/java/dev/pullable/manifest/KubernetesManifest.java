package dev.pullable.manifest;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplate;
import io.fabric8.kubernetes.api.model.ReplicationController;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One object of a YAML or JSON file.
///
/// @param source the file and the place in it, such as `nodes.yaml, document 2, item 5`
/// @param content its members; always has a `kind` and an `apiVersion`
public record KubernetesManifest(String source, Map<String, @Nullable Object> content) {
  /// Without a search for all classes there are, which takes longer than most checks of a file.
  private static final KubernetesSerialization SERIALIZATION =
      new KubernetesSerialization(new ObjectMapper(), false);

  static {
    Stream.of(
            Pod.class,
            PodTemplate.class,
            ReplicationController.class,
            Deployment.class,
            ReplicaSet.class,
            StatefulSet.class,
            DaemonSet.class,
            Job.class,
            CronJob.class,
            io.fabric8.kubernetes.api.model.batch.v1beta1.CronJob.class)
        .forEach(SERIALIZATION::registerKubernetesResource);
  }

  public String kind() {
    return String.valueOf(content.get("kind"));
  }

  public String apiVersion() {
    return String.valueOf(content.get("apiVersion"));
  }

  /// The object, of the model's class where it is of a kind that has Pods, or else generic.
  ///
  /// @throws UnreadableManifestException if a member does not have the type that its kind demands
  public KubernetesResource object() throws UnreadableManifestException {
    return as(KubernetesResource.class);
  }

  /// The object as the given class.
  ///
  /// @throws UnreadableManifestException if a member does not have the type that the class demands
  public <T> T as(Class<T> type) throws UnreadableManifestException {
    try {
      return SERIALIZATION.convertValue(content, type);
    } catch (IllegalArgumentException e) {
      throw new UnreadableManifestException(source, "not a valid " + kind() + where(e.getCause()));
    }
  }

  @Override
  public String toString() {
    return "KubernetesManifest[" + kind() + ", " + source + "]";
  }

  /// The members' names alone: Jackson's own message quotes the value.
  private static String where(@Nullable Throwable cause) {
    if (!(cause instanceof JsonMappingException mapping) || mapping.getPath().isEmpty()) {
      return "";
    }
    return mapping.getPath().stream()
        .map(KubernetesManifest::member)
        .collect(Collectors.joining(".", ", see ", ""));
  }

  private static String member(Reference reference) {
    return reference.getFieldName() == null
        ? Integer.toString(reference.getIndex())
        : reference.getFieldName();
  }
}
