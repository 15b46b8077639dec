package dev.pullable.credential;

import dev.pullable.credential.PullSecrets.ServiceAccountAnswer;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Which pull secrets a Pod has once the ServiceAccount admission plugin has seen it
/// (kube-apiserver: plugin/pkg/admission/serviceaccount/admission.go), and which of them the
/// kubelet asks for.
public final class ServiceAccountRule {
  /// The annotation of a ServiceAccount that limits its Pods to the secrets it names.
  public static final String ENFORCE_ANNOTATION = "kubernetes.io/enforce-mountable-secrets";

  private static final String DEFAULT_NAME = "default";

  // strconv.ParseBool; all else, an error included, is false to the plugin.
  private static final Set<String> TRUE = Set.of("1", "t", "T", "true", "TRUE", "True");

  private ServiceAccountRule() {}

  /// A Pod, or the template of one, as sent.
  ///
  /// @param serviceAccountName empty where it is not set
  /// @param deprecatedServiceAccount `spec.serviceAccount`, which counts if the name is empty
  /// @param mirror whether it has the annotation `kubernetes.io/config.mirror`
  /// @param imagePullSecrets the names in its list, in order, empty ones kept
  /// @param mountedSecrets the Secrets that its volumes and environment name
  public record Pod(
      String serviceAccountName,
      String deprecatedServiceAccount,
      boolean mirror,
      List<String> imagePullSecrets,
      List<String> mountedSecrets) {

    public Pod {
      imagePullSecrets = List.copyOf(imagePullSecrets);
      mountedSecrets = List.copyOf(mountedSecrets);
    }

    /// A Pod of which only what decides its pulls is known.
    public Pod(String serviceAccountName, List<String> imagePullSecrets) {
      this(serviceAccountName, "", false, imagePullSecrets, List.of());
    }

    private String writtenName() {
      return serviceAccountName.isEmpty() ? deprecatedServiceAccount : serviceAccountName;
    }
  }

  /// The Pod after admission.
  public sealed interface Outcome {
    /// The ServiceAccount's name; empty for a mirror Pod.
    String serviceAccountName();

    /// The Pod's list, empty names kept.
    List<String> imagePullSecrets();
  }

  /// It may be created.
  public record Admitted(String serviceAccountName, List<String> imagePullSecrets)
      implements Outcome {

    /// The names that the kubelet asks the API for, in order; empty ones it passes over (kubelet:
    /// pkg/kubelet/kubelet_pods.go, getPullSecretsForPod).
    public List<String> pullSecretNames() {
      return imagePullSecrets.stream().filter(name -> !name.isEmpty()).toList();
    }
  }

  /// It is refused, so that nothing will be pulled.
  ///
  /// @param detail why, in one clause
  public record Refused(String serviceAccountName, List<String> imagePullSecrets, String detail)
      implements Outcome {}

  /// The ServiceAccount could not be read, and the Pod's own list is empty.
  ///
  /// @param detail why, in one clause
  public record Undetermined(String serviceAccountName, String detail) implements Outcome {
    @Override
    public List<String> imagePullSecrets() {
      return List.of();
    }
  }

  /// Admits a new Pod.
  ///
  /// @param serviceAccounts answers for a ServiceAccount by its name, in the Pod's namespace
  public static Outcome create(
      Pod pod, Function<String, ? extends ServiceAccountAnswer> serviceAccounts) {
    if (pod.mirror()) {
      return mirror(pod);
    }
    String written = pod.writtenName();
    String name = written.isEmpty() ? DEFAULT_NAME : written;
    List<String> own = pod.imagePullSecrets();
    return switch (serviceAccounts.apply(name)) {
      case ServiceAccountAnswer.Missing() ->
          new Refused(name, own, "service account " + name + " does not exist");
      case ServiceAccountAnswer.Unknown(String detail) ->
          own.isEmpty() ? new Undetermined(name, detail) : new Admitted(name, own);
      case ServiceAccountAnswer.Found found -> create(pod, name, found);
    };
  }

  /// Admits a changed Pod, which the plugin leaves as it is.
  public static Outcome update(Pod pod) {
    return new Admitted(pod.writtenName(), pod.imagePullSecrets());
  }

  /// Whether a ServiceAccount limits its Pods to the secrets it names.
  ///
  /// @param annotation the value of [#ENFORCE_ANNOTATION], null if it has none
  public static boolean enforces(@Nullable String annotation) {
    return annotation != null && TRUE.contains(annotation);
  }

  private static Outcome mirror(Pod pod) {
    String name = pod.writtenName();
    if (!name.isEmpty()) {
      return new Refused(
          name, pod.imagePullSecrets(), "a mirror Pod may not name a service account");
    }
    return pod.imagePullSecrets().isEmpty() && pod.mountedSecrets().isEmpty()
        ? new Admitted(name, List.of())
        : new Refused(name, pod.imagePullSecrets(), "a mirror Pod may not name a secret");
  }

  private static Outcome create(Pod pod, String name, ServiceAccountAnswer.Found account) {
    List<String> own = pod.imagePullSecrets();
    List<String> effective = own.isEmpty() ? account.imagePullSecrets() : own;
    if (account.enforcesMountableSecrets()) {
      if (!account.secrets().containsAll(pod.mountedSecrets())) {
        return new Refused(name, effective, "service account " + name + " lacks a mounted secret");
      }
      if (!account.imagePullSecrets().containsAll(own)) {
        return new Refused(name, effective, "service account " + name + " lacks a pull secret");
      }
    }
    return new Admitted(name, effective);
  }
}
