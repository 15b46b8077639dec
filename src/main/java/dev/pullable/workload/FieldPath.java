package dev.pullable.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where members stand in objects of a kind, such as `spec.template`, or with `[*]` for each
/// element of a list, such as `spec.replicatedJobs[*].template`.
///
/// @param steps names, each followed by [#EACH] where it is a list's
record FieldPath(List<String> steps) {
  private static final String EACH = "[*]";
  private static final int LONGEST = 500;
  private static final Pattern STEP = Pattern.compile("[A-Za-z0-9_$-]+(\\[\\*])?");

  /// A member that is there.
  ///
  /// @param path with the numbers of elements, such as `spec.replicatedJobs[0].template`
  record Found(String path, Map<?, ?> value) {}

  FieldPath {
    steps = List.copyOf(steps);
  }

  /// @throws IllegalArgumentException if it is none
  static FieldPath parse(String written) {
    List<String> steps = List.of(written.split("\\.", -1));
    if (written.length() > LONGEST || !steps.stream().allMatch(it -> STEP.matcher(it).matches())) {
      throw new IllegalArgumentException(
          "'%s' is no path of fields such as spec.template or spec.jobs[*].template"
              .formatted(written.length() > LONGEST ? written.substring(0, LONGEST) : written));
    }
    return new FieldPath(steps);
  }

  /// The objects that stand there, in order.
  List<Found> in(Map<?, ?> object) {
    List<Found> found = List.of(new Found("", object));
    for (String step : steps) {
      found = found.stream().flatMap(it -> follow(it, step).stream()).toList();
    }
    return found;
  }

  private static List<Found> follow(Found from, String step) {
    boolean each = step.endsWith(EACH);
    String name = each ? step.substring(0, step.length() - EACH.length()) : step;
    String path = from.path().isEmpty() ? name : from.path() + "." + name;
    List<Found> found = new ArrayList<>();
    if (!each) {
      add(found, path, from.value().get(name));
    } else if (from.value().get(name) instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        add(found, path + "[" + i + "]", list.get(i));
      }
    }
    return found;
  }

  private static void add(List<Found> found, String path, @Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      found.add(new Found(path, map));
    }
  }
}
