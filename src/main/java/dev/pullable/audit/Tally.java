package dev.pullable.audit;

import dev.pullable.audit.Looked.Told;
import dev.pullable.platform.Node;
import dev.pullable.platform.NodeEligibility;
import dev.pullable.reference.ImageReference;
import dev.pullable.reference.ImageReferenceParser;
import dev.pullable.resolution.NodeImages;
import dev.pullable.resolution.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What a pass has come to so far. Several threads may add to it.
final class Tally {
  private static final int MOST_OF_AN_OUTCOME = 2_000;
  private static final int MOST_NODES = 5;

  private static final Comparator<AuditFinding> WORST_FIRST =
      Comparator.comparing(AuditFinding::outcome)
          .reversed()
          .thenComparing(AuditFinding::namespace)
          .thenComparing(AuditFinding::kind)
          .thenComparing(AuditFinding::name);

  private record Key(Owner.Name owner, String container, String image, Reason reason) {}

  private static final class InNamespace {
    final Set<Owner.Name> owners = new HashSet<>();
    final Map<String, Outcome> images = new HashMap<>();
    int pods;
  }

  private final NodeEligibility nodes;
  private final Map<String, InNamespace> namespaces = new TreeMap<>();
  private final Map<Outcome, Map<Key, AuditFinding>> findings = new EnumMap<>(Outcome.class);
  private final Map<Owner.Name, Owner> owners = new HashMap<>();
  private int omitted;

  Tally(NodeEligibility nodes) {
    this.nodes = nodes;
  }

  /// Counts a subject, whether it will be looked at or not.
  synchronized void count(Subject subject) {
    InNamespace in = in(subject);
    in.pods += subject.pods();
    in.owners.add(subject.owner().name());
  }

  synchronized void add(Subject subject, List<Looked> looked) {
    InNamespace in = in(subject);
    for (Looked it : looked) {
      in.images.merge(it.image().image(), it.outcome(), (a, b) -> a.compareTo(b) > 0 ? a : b);
      it.told().forEach(told -> add(subject, it.image().carrier(), told));
    }
  }

  private InNamespace in(Subject subject) {
    return namespaces.computeIfAbsent(subject.owner().name().namespace(), _ -> new InNamespace());
  }

  private void add(Subject subject, String container, Told told) {
    String image = told.finding().image().image();
    Owner.Name owner = subject.owner().name();
    Key key = new Key(owner, container, image, told.finding().reason());
    Map<Key, AuditFinding> known =
        findings.computeIfAbsent(told.outcome(), _ -> new LinkedHashMap<>());
    AuditFinding before = known.get(key);
    if (before == null && known.size() >= MOST_OF_AN_OUTCOME) {
      omitted++;
      return;
    }
    known.put(
        key, before == null ? finding(subject, container, told) : before.with(subject.pods()));
    owners.put(owner, subject.owner());
  }

  private AuditFinding finding(Subject subject, String container, Told told) {
    Owner.Name owner = subject.owner().name();
    String image = told.finding().image().image();
    List<Node> eligible = nodes.of(subject.workload().placement()).nodes();
    List<String> holding = holding(image, eligible);
    return new AuditFinding(
        owner.namespace(),
        owner.kind(),
        owner.name(),
        subject.pods(),
        container,
        image,
        told.outcome(),
        told.finding().reason(),
        told.finding().problem(),
        told.finding().trace(),
        told.finding().remedy(),
        holding.subList(0, Math.min(MOST_NODES, holding.size())),
        eligible.size(),
        eligible.size() - holding.size());
  }

  private static List<String> holding(String image, List<Node> eligible) {
    return ImageReferenceParser.parse(image) instanceof ImageReference reference
        ? eligible.stream().filter(new NodeImages(reference)::isOn).map(Node::name).toList()
        : List.of();
  }

  synchronized List<NamespaceSummary> namespaces() {
    List<NamespaceSummary> all = new ArrayList<>();
    namespaces.forEach((name, in) -> {
      Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
      in.images.values().forEach(it -> outcomes.merge(it, 1, Integer::sum));
      all.add(new NamespaceSummary(name, in.pods, in.owners.size(), outcomes));
    });
    return all;
  }

  synchronized List<AuditFinding> findings() {
    return findings.values().stream()
        .flatMap(it -> it.values().stream())
        .sorted(WORST_FIRST)
        .toList();
  }

  synchronized Map<Owner.Name, Owner> owners() {
    return Map.copyOf(owners);
  }

  synchronized int images() {
    Set<String> images = new HashSet<>();
    namespaces.values().forEach(in -> images.addAll(in.images.keySet()));
    return images.size();
  }

  synchronized int omitted() {
    return omitted;
  }
}
