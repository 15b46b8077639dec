package dev.pullable.policy;

import dev.pullable.reference.ImageReference;
import dev.pullable.reference.ImageReferenceParser;
import dev.pullable.workload.ContainerImage;
import dev.pullable.workload.Target;
import dev.pullable.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What changes a workload, as kubectl takes it: in the cluster where it is there already, else in
/// the file that is being applied, for which FILE stands. Empty where kubectl has no way.
final class Commands {
  /// kubectl: pkg/polymorphichelpers/updatepodspec.go. A PodTemplate is not among them.
  private static final Set<String> SET_IMAGE =
      Set.of(
          "Pod",
          "ReplicationController",
          "Deployment",
          "DaemonSet",
          "StatefulSet",
          "ReplicaSet",
          "CronJob",
          "Job");

  /// Of these hardly anything can be changed once they are made.
  private static final Set<String> IMMUTABLE = Set.of("Pod", "Job");

  private final Workload workload;
  private final ContainerImage image;
  private final Target target;

  Commands(Workload workload, ContainerImage image) {
    this.workload = workload;
    this.image = image;
    this.target = workload.target();
  }

  /// Has every container that has this image made of another, or the volume.
  Optional<String> setImage(String reference) {
    boolean sound = ImageReferenceParser.parse(reference) instanceof ImageReference;
    if (!sound || !CommandLine.isName(image.carrier())) {
      return Optional.empty();
    }
    if (!isContainer(image) || !SET_IMAGE.contains(target.kind())) {
      return patchImage(reference);
    }
    if (!target.exists()) {
      CommandLine line = assigned(CommandLine.of("kubectl set image -f FILE"), reference);
      return applied(line.then("--local -o yaml"));
    }
    CommandLine line = CommandLine.of("kubectl set image").object(resource(), target.name());
    return target.kind().equals("Job")
        ? Optional.empty()
        : assigned(line, reference).in(workload.namespace()).line();
  }

  /// All at once, since a part of them alone would be denied again.
  private CommandLine assigned(CommandLine line, String reference) {
    workload.images().stream()
        .filter(other -> other.image().equals(image.image()) && isContainer(other))
        .forEach(other -> line.word(other.carrier() + "=" + reference));
    return line;
  }

  private static boolean isContainer(ContainerImage image) {
    return image.kind() == ContainerImage.Kind.CONTAINER
        || image.kind() == ContainerImage.Kind.INIT_CONTAINER;
  }

  /// A strategic merge, which finds the element by its name.
  private Optional<String> patchImage(String reference) {
    String name = "{\"name\":\"" + image.carrier() + "\",";
    return switch (image.kind()) {
      case CONTAINER -> patch("{\"containers\":[" + name + "\"image\":\"" + reference + "\"}]}");
      case INIT_CONTAINER ->
          patch("{\"initContainers\":[" + name + "\"image\":\"" + reference + "\"}]}");
      case IMAGE_VOLUME ->
          patch("{\"volumes\":[" + name + "\"image\":{\"reference\":\"" + reference + "\"}}]}");
      case EPHEMERAL_CONTAINER -> Optional.empty();
    };
  }

  /// Has the container or volume take what the node has.
  Optional<String> pullIfNotPresent() {
    if (!CommandLine.isName(image.carrier())) {
      return Optional.empty();
    }
    String policy = "[{\"name\":\"" + image.carrier() + "\",\"imagePullPolicy\":\"IfNotPresent\"}]";
    return switch (image.kind()) {
      case CONTAINER -> patch("{\"containers\":" + policy + "}");
      case INIT_CONTAINER -> patch("{\"initContainers\":" + policy + "}");
      case IMAGE_VOLUME, EPHEMERAL_CONTAINER -> Optional.empty();
    };
  }

  Optional<String> selectArchitecture(String architecture) {
    return CommandLine.isName(architecture)
        ? patch("{\"nodeSelector\":{\"kubernetes.io/arch\":\"" + architecture + "\"}}")
        : Optional.empty();
  }

  /// Has the workload pull with one more secret: through its ServiceAccount where that is where it
  /// has its secrets from.
  Optional<String> nameSecret(String secret) {
    if (workload.partial() || !CommandLine.isName(secret)) {
      return Optional.empty();
    }
    if (workload.imagePullSecrets().isEmpty()) {
      boolean pod = target.kind().equals("Pod") && target.exists();
      return pod ? Optional.empty() : patchServiceAccount(secret);
    }
    // A Pod's list may be its ServiceAccount's, which counts no more once the Pod has its own.
    List<String> names =
        new ArrayList<>(workload.template() ? List.of() : workload.imagePullSecrets());
    names.add(secret);
    return names.stream().allMatch(CommandLine::isName)
        ? patch("{\"imagePullSecrets\":" + list(names) + "}")
        : Optional.empty();
  }

  private Optional<String> patchServiceAccount(String secret) {
    String account = workload.serviceAccountName();
    return CommandLine.of("kubectl patch serviceaccount")
        .name(account.isEmpty() ? "default" : account)
        .in(workload.namespace())
        .then("-p")
        .word("{\"imagePullSecrets\":" + list(List.of(secret)) + "}")
        .line();
  }

  private static String list(List<String> names) {
    return names.stream()
        .distinct()
        .map(name -> "{\"name\":\"" + name + "\"}")
        .collect(Collectors.joining(",", "[", "]"));
  }

  /// @param podSpec the part of the Pod spec, as JSON
  private Optional<String> patch(String podSpec) {
    Optional<String> patch = around(podSpec);
    if (patch.isEmpty() || !changes()) {
      return Optional.empty();
    }
    return target.exists()
        ? CommandLine.of("kubectl patch")
            .object(resource(), target.name())
            .in(workload.namespace())
            .then("-p")
            .word(patch.get())
            .line()
        : applied(
            CommandLine.of("kubectl patch -f FILE --local -p").word(patch.get()).then("-o yaml"));
  }

  /// Whether its Pod spec can be changed at all.
  boolean changes() {
    return !target.exists() || !IMMUTABLE.contains(target.kind());
  }

  private Optional<String> around(String podSpec) {
    return switch (target.kind()) {
      case "Pod" -> Optional.of("{\"spec\":" + podSpec + "}");
      case "PodTemplate" -> Optional.of("{\"template\":{\"spec\":" + podSpec + "}}");
      case "CronJob" ->
          Optional.of(
              "{\"spec\":{\"jobTemplate\":{\"spec\":{\"template\":{\"spec\":" + podSpec + "}}}}}");
      default ->
          SET_IMAGE.contains(target.kind())
              ? Optional.of("{\"spec\":{\"template\":{\"spec\":" + podSpec + "}}}")
              : Optional.empty();
    };
  }

  /// What gets its name only when it is made cannot be applied.
  private Optional<String> applied(CommandLine printing) {
    String verb = target.name().isEmpty() ? "create" : "apply";
    return printing.then("| kubectl " + verb).in(workload.namespace()).then("-f -").line();
  }

  private String resource() {
    return target.kind().toLowerCase(Locale.ROOT);
  }
}
