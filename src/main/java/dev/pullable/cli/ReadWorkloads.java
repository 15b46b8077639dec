package dev.pullable.cli;

import dev.pullable.manifest.LocatedManifest;
import dev.pullable.manifest.UnreadableManifestException;
import dev.pullable.workload.UnreadableTemplateException;
import dev.pullable.workload.Workload;
import dev.pullable.workload.WorkloadReader;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The workloads of what was read.
///
/// @param objects each workload's object
record ReadWorkloads(
    List<Workload> workloads, List<LocatedManifest> objects, List<InputProblem> problems) {

  /// An object of a file as the model has it.
  record Parsed(LocatedManifest object, KubernetesResource resource) {}

  /// The objects as the model has them, which takes no engine.
  ///
  /// @param problems gets those that cannot be read
  static List<Parsed> parse(List<LocatedManifest> objects, List<InputProblem> problems) {
    List<Parsed> parsed = new ArrayList<>();
    for (LocatedManifest object : objects) {
      try {
        parsed.add(new Parsed(object, object.manifest().object()));
      } catch (UnreadableManifestException e) {
        problems.add(new InputProblem(object.place(), e.problem()));
      }
    }
    return parsed;
  }

  /// @param namespace of objects that name none
  static ReadWorkloads of(List<Parsed> parsed, WorkloadReader reader, String namespace) {
    ReadWorkloads read = new ReadWorkloads(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    parsed.forEach(it -> read.add(it.object(), it.resource(), reader, namespace));
    return read;
  }

  private void add(
      LocatedManifest object, KubernetesResource resource, WorkloadReader reader, String standard) {
    try {
      for (Workload workload : reader.readAll(resource, namespace(object, standard))) {
        workloads.add(workload);
        objects.add(object);
      }
    } catch (UnreadableTemplateException e) {
      problems.add(
          new InputProblem(
              object.places().of(e.fieldPath()).orElse(object.place()),
              String.valueOf(e.getMessage())));
    }
  }

  private static String namespace(LocatedManifest object, String standard) {
    return object.manifest().content().get("metadata") instanceof Map<?, ?> metadata
            && metadata.get("namespace") instanceof String own
            && !own.isEmpty()
        ? own
        : standard;
  }
}
