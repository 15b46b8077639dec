package dev.pullable.audit;

import dev.pullable.reference.ImageReference;
import dev.pullable.reference.ImageReferenceParser;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The order in which subjects are looked at: registry after registry in turn, so that none is
/// asked about all of its images in a row, and equal images together, while their manifest is still
/// known.
final class Spreading {
  private Spreading() {}

  static List<Subject> spread(List<Subject> subjects) {
    Map<String, List<Subject>> byHost = new TreeMap<>();
    for (Subject subject : subjects) {
      byHost.computeIfAbsent(host(image(subject)), _ -> new ArrayList<>()).add(subject);
    }
    Deque<Deque<Subject>> hosts = new ArrayDeque<>();
    byHost
        .values()
        .forEach(each -> {
          each.sort(Comparator.comparing(Spreading::image));
          hosts.add(new ArrayDeque<>(each));
        });
    List<Subject> spread = new ArrayList<>(subjects.size());
    while (!hosts.isEmpty()) {
      Deque<Subject> host = hosts.remove();
      spread.add(host.remove());
      if (!host.isEmpty()) {
        hosts.add(host);
      }
    }
    return spread;
  }

  private static String image(Subject subject) {
    return subject.workload().images().isEmpty()
        ? ""
        : subject.workload().images().getFirst().image();
  }

  private static String host(String image) {
    return ImageReferenceParser.parse(image) instanceof ImageReference reference
        ? reference.domain()
        : "";
  }
}
