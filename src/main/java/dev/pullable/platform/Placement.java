package dev.pullable.platform;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a Pod says about the Nodes on which it may land.
///
/// @param nodeName the Node it is bound to, if any; the scheduler is then not asked
/// @param nodeSelector labels that a Node must have
/// @param requiredTerms the terms of the required node affinity, of which one must hold; absent if
///   there is no required affinity, and an empty list matches no Node
/// @param tolerations the Pod's tolerations, with those its controller adds
/// @param runtimeClassName the RuntimeClass whose scheduling is merged in, if any
public record Placement(
    Optional<String> nodeName,
    Map<String, String> nodeSelector,
    Optional<List<NodeSelectorTerm>> requiredTerms,
    List<Toleration> tolerations,
    Optional<String> runtimeClassName) {

  /// A Pod that may land anywhere.
  public static final Placement ANYWHERE =
      new Placement(Optional.empty(), Map.of(), Optional.empty(), List.of(), Optional.empty());

  public Placement {
    nodeSelector = Map.copyOf(nodeSelector);
    requiredTerms = requiredTerms.map(List::copyOf);
    tolerations = List.copyOf(tolerations);
  }

  /// The same with one label selected, whatever was selected of it before.
  Placement selecting(String label, String value) {
    Map<String, String> selector = new HashMap<>(nodeSelector);
    selector.put(label, value);
    return new Placement(nodeName, selector, requiredTerms, tolerations, runtimeClassName);
  }
}
