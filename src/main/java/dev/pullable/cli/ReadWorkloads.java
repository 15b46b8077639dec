package dev.pullable.cli;

import dev.pullable.manifest.LocatedManifest;
import dev.pullable.manifest.UnreadableManifestException;
import dev.pullable.workload.UnreadableTemplateException;
import dev.pullable.workload.Workload;
import dev.pullable.workload.WorkloadReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The workloads of what was read.
///
/// @param objects each workload's object
record ReadWorkloads(
    List<Workload> workloads, List<LocatedManifest> objects, List<InputProblem> problems) {

  /// @param namespace of objects that name none
  static ReadWorkloads of(List<LocatedManifest> objects, WorkloadReader reader, String namespace) {
    ReadWorkloads read = new ReadWorkloads(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    objects.forEach(it -> read.add(it, reader, namespace));
    return read;
  }

  private void add(LocatedManifest object, WorkloadReader reader, String standard) {
    try {
      for (Workload workload :
          reader.readAll(object.manifest().object(), namespace(object, standard))) {
        workloads.add(workload);
        objects.add(object);
      }
    } catch (UnreadableManifestException e) {
      problems.add(new InputProblem(object.place(), e.problem()));
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
