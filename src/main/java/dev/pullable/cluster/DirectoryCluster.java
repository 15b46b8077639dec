package dev.pullable.cluster;

import dev.pullable.cluster.PullSecretReader.UndecodableDataException;
import dev.pullable.credential.PullSecret;
import dev.pullable.credential.PullSecrets;
import dev.pullable.deadline.Deadline;
import dev.pullable.manifest.KubernetesManifest;
import dev.pullable.manifest.KubernetesManifestReader;
import dev.pullable.manifest.UnreadableManifestException;
import dev.pullable.platform.Node;
import dev.pullable.platform.NodePlatforms;
import dev.pullable.platform.RuntimeClassScheduling;
import dev.pullable.policy.NamespaceMarks;
import dev.pullable.policy.Namespaces;
import dev.pullable.workload.Text;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.node.v1.RuntimeClass;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A cluster that is a directory of YAML files: the Secrets, ServiceAccounts, Nodes, RuntimeClasses
/// and Namespaces in them. Of two objects of one name the later counts, as with `kubectl apply`;
/// other kinds are passed over.
public final class DirectoryCluster implements PullSecrets, NodePlatforms, Namespaces {
  private record Name(String namespace, String name) {}

  private final Map<Name, PullSecret> secrets = new HashMap<>();
  private final Map<Name, List<String>> serviceAccounts = new HashMap<>();
  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final Map<String, Optional<RuntimeClassScheduling>> runtimeClasses = new HashMap<>();
  private final Map<String, NamespaceMarks> namespaces = new HashMap<>();
  private final NodeReader nodeReader = new NodeReader();

  private final String standardNamespace;

  private DirectoryCluster(String standardNamespace) {
    this.standardNamespace = standardNamespace;
  }

  /// The cluster in a directory.
  ///
  /// @throws UnreadableManifestException naming the file and the document that cannot be read
  /// @throws IOException if the file system fails
  public static DirectoryCluster read(Path directory) throws IOException {
    return of(KubernetesManifestReader.readDirectory(directory), "default");
  }

  /// The cluster in some manifests.
  ///
  /// @param namespace that of objects that name none
  /// @throws UnreadableManifestException naming the file and the document that cannot be read
  public static DirectoryCluster of(List<KubernetesManifest> manifests, String namespace)
      throws UnreadableManifestException {
    DirectoryCluster cluster = new DirectoryCluster(namespace);
    for (KubernetesManifest manifest : manifests) {
      cluster.add(manifest);
    }
    return cluster;
  }

  /// Whether a ServiceAccount is in a manifest, rather than only assumed.
  boolean declaresServiceAccount(String namespace, String name) {
    return serviceAccounts.containsKey(new Name(namespace, name));
  }

  @Override
  public SecretAnswer secret(String namespace, String name, Deadline deadline) {
    PullSecret secret = secrets.get(new Name(namespace, name));
    return secret == null ? new SecretAnswer.Missing() : new SecretAnswer.Found(secret);
  }

  @Override
  public ServiceAccountAnswer serviceAccount(String namespace, String name, Deadline deadline) {
    List<String> imagePullSecrets = serviceAccounts.get(new Name(namespace, name));
    if (imagePullSecrets != null) {
      return new ServiceAccountAnswer.Found(imagePullSecrets);
    }
    // kube-controller-manager makes one in each namespace (pkg/controller/serviceaccount).
    return name.equals("default")
        ? new ServiceAccountAnswer.Found(List.of())
        : new ServiceAccountAnswer.Missing();
  }

  @Override
  public List<Node> nodes() {
    return List.copyOf(nodes.values());
  }

  @Override
  public Optional<RuntimeClassScheduling> runtimeClass(String name) {
    return runtimeClasses.getOrDefault(name, Optional.empty());
  }

  @Override
  public Optional<NamespaceMarks> marks(String namespace) {
    return Optional.ofNullable(namespaces.get(namespace));
  }

  private void add(KubernetesManifest manifest) throws UnreadableManifestException {
    switch (manifest.apiVersion() + " " + manifest.kind()) {
      case "v1 Secret" -> addSecret(manifest);
      case "v1 ServiceAccount" -> {
        ServiceAccount account = manifest.as(ServiceAccount.class);
        serviceAccounts.put(
            namespaced(manifest, account), PullSecretReader.imagePullSecrets(account));
      }
      case "v1 Node" -> {
        var node = manifest.as(io.fabric8.kubernetes.api.model.Node.class);
        nodes.put(name(manifest, node), nodeReader.read(node));
      }
      case "v1 Namespace" -> {
        Namespace namespace = manifest.as(Namespace.class);
        namespaces.put(name(manifest, namespace), ClusterNamespaces.read(namespace));
      }
      // v1beta1 differs in nothing that is read; clusters before 1.20 have no other.
      case "node.k8s.io/v1 RuntimeClass", "node.k8s.io/v1beta1 RuntimeClass" -> {
        RuntimeClass runtimeClass = manifest.as(RuntimeClass.class);
        runtimeClasses.put(name(manifest, runtimeClass), RuntimeClassReader.read(runtimeClass));
      }
      default -> {}
    }
  }

  private void addSecret(KubernetesManifest manifest) throws UnreadableManifestException {
    Secret secret = manifest.as(Secret.class);
    Name name = namespaced(manifest, secret);
    try {
      secrets.put(name, PullSecretReader.secret(name.namespace(), name.name(), secret));
    } catch (UndecodableDataException e) {
      throw new UnreadableManifestException(manifest.source(), e.problem());
    }
  }

  private Name namespaced(KubernetesManifest manifest, HasMetadata object)
      throws UnreadableManifestException {
    String name = name(manifest, object);
    String namespace = Text.of(object.getMetadata().getNamespace());
    return new Name(namespace.isEmpty() ? standardNamespace : namespace, name);
  }

  private static String name(KubernetesManifest manifest, HasMetadata object)
      throws UnreadableManifestException {
    String name = object.getMetadata() == null ? "" : Text.of(object.getMetadata().getName());
    if (name.isEmpty()) {
      throw new UnreadableManifestException(manifest.source(), "it has no metadata.name");
    }
    return name;
  }
}
