package dev.pullable.cluster;

import com.google.common.base.Suppliers;
import dev.pullable.platform.Node;
import dev.pullable.platform.NodePlatforms;
import dev.pullable.platform.RuntimeClassScheduling;
import dev.pullable.policy.NamespaceMarks;
import dev.pullable.policy.Namespaces;
import dev.pullable.workload.Text;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NodeList;
import io.fabric8.kubernetes.api.model.node.v1.RuntimeClass;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// The cluster's Nodes, RuntimeClasses and Namespaces, each read once, when first asked for: for a
/// command, which is over before anything changes. What may not be read is not known.
public final class AskedCluster implements NodePlatforms, Namespaces {
  private static final long PAGE = 500;

  private final KubernetesClient client;
  private final Consumer<String> problems;
  private final Map<String, Optional<RuntimeClassScheduling>> runtimeClasses =
      new ConcurrentHashMap<>();
  private final Map<String, Optional<NamespaceMarks>> marks = new ConcurrentHashMap<>();
  private final Supplier<List<Node>> nodes;

  /// @param problems told, in a sentence, what could not be read
  public AskedCluster(KubernetesClient client, Consumer<String> problems) {
    this.client = client;
    this.problems = problems;
    this.nodes = Suppliers.memoize(() -> or("Nodes", this::listNodes, List.<Node>of()));
  }

  @Override
  public List<Node> nodes() {
    return nodes.get();
  }

  @Override
  public Optional<RuntimeClassScheduling> runtimeClass(String name) {
    return runtimeClasses.computeIfAbsent(
        name, it -> or("RuntimeClass " + it, () -> readRuntimeClass(it), Optional.empty()));
  }

  @Override
  public Optional<NamespaceMarks> marks(String namespace) {
    return marks.computeIfAbsent(
        namespace, it -> or("Namespace " + it, () -> readMarks(it), Optional.empty()));
  }

  private List<Node> listNodes() {
    NodeReader reader = new NodeReader();
    List<Node> read = new ArrayList<>();
    String next = "";
    do {
      ListOptions page =
          new ListOptionsBuilder()
              .withLimit(PAGE)
              .withContinue(next.isEmpty() ? null : next)
              .build();
      NodeList list = client.nodes().list(page);
      list.getItems().forEach(node -> read.add(reader.read(node)));
      next = list.getMetadata() == null ? "" : Text.of(list.getMetadata().getContinue());
    } while (!next.isEmpty());
    return read;
  }

  private Optional<RuntimeClassScheduling> readRuntimeClass(String name) {
    return ObjectNames.canExist("default", name)
        ? Optional.ofNullable(client.resources(RuntimeClass.class).withName(name).get())
            .flatMap(RuntimeClassReader::read)
        : Optional.empty();
  }

  private Optional<NamespaceMarks> readMarks(String name) {
    return ObjectNames.canExist(name, "default")
        ? Optional.<Namespace>ofNullable(client.namespaces().withName(name).get())
            .map(ClusterNamespaces::read)
        : Optional.empty();
  }

  /// A developer may often read neither Nodes nor Namespaces.
  private <T> T or(String what, Supplier<T> read, T unknown) {
    try {
      return read.get();
    } catch (KubernetesClientException e) {
      problems.accept(what + " cannot be read" + (e.getCode() > 0 ? " (" + e.getCode() + ")" : ""));
      return unknown;
    }
  }
}
