package dev.pullable.policy;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What is to be told to who sets a namespace's labels and annotations: slips, which the API server
/// takes without a word and which would else mean the default.
///
/// @param defaults the levels that count where a label is not understood
public record NamespaceReview(Supplier<Levels> defaults, InstantSource time) {
  private static final Set<String> LABELS =
      Set.of(
          NamespaceMarks.ENFORCE,
          NamespaceMarks.WARN,
          NamespaceMarks.AUDIT,
          NamespaceMarks.PREFIX + "ignore");
  private static final Set<String> ANNOTATIONS =
      Set.of(NamespaceMarks.EXEMPT_IMAGES, NamespaceMarks.BREAK_GLASS);
  private static final String LEVELS =
      Stream.of(Level.values()).map(NamespaceMarks::word).collect(Collectors.joining(", "));
  private static final int MOST = 10;

  /// What is wrong with the labels and annotations that were set, a line each.
  ///
  /// @param before those that were there already, of which nothing is told
  public List<String> problems(Marks before, Marks now) {
    List<String> problems = new ArrayList<>();
    changed(before.labels(), now.labels())
        .forEach((key, value) -> label(key, value).ifPresent(problems::add));
    changed(before.annotations(), now.annotations())
        .forEach((key, value) -> problems.addAll(annotation(key, value)));
    return problems.size() <= MOST
        ? problems
        : Stream.concat(
                problems.stream().limit(MOST - 1),
                Stream.of("and %d more of the like".formatted(problems.size() - MOST + 1)))
            .toList();
  }

  /// The labels and annotations of a namespace, as they are written.
  public record Marks(Map<String, String> labels, Map<String, String> annotations) {
    /// Those of a namespace that is not there yet.
    public static final Marks NONE = new Marks(Map.of(), Map.of());
  }

  private static Map<String, String> changed(Map<String, String> before, Map<String, String> now) {
    Map<String, String> changed = new LinkedHashMap<>();
    now.forEach((key, value) -> {
      if (key.startsWith(NamespaceMarks.PREFIX) && !value.equals(before.get(key))) {
        changed.put(key, value);
      }
    });
    return changed;
  }

  private Optional<String> label(String key, String value) {
    return switch (key) {
      case NamespaceMarks.ENFORCE -> level(key, value, defaults.get().enforce());
      case NamespaceMarks.WARN -> level(key, value, defaults.get().warn());
      case NamespaceMarks.AUDIT -> level(key, value, defaults.get().audit());
      default -> LABELS.contains(key) ? Optional.empty() : Optional.of(unknown("label", key));
    };
  }

  private static Optional<String> level(String key, String value, Level standard) {
    if (NamespaceMarks.level(value).isPresent()) {
      return Optional.empty();
    }
    String meant =
        Spelling.nearest(value, List.of(LEVELS.split(", ", -1)))
            .map("; did you mean %s?"::formatted)
            .orElse("");
    return Optional.of(
        "label %s: %s is no level (%s), so the default, %s, is in force%s"
            .formatted(key, Quoted.of(value), LEVELS, NamespaceMarks.word(standard), meant));
  }

  private List<String> annotation(String key, String value) {
    return switch (key) {
      case NamespaceMarks.EXEMPT_IMAGES -> globs(value);
      case NamespaceMarks.BREAK_GLASS -> breakGlass(value).stream().toList();
      default -> List.of(unknown("annotation", key));
    };
  }

  private static List<String> globs(String value) {
    String about = "annotation " + NamespaceMarks.EXEMPT_IMAGES + ": ";
    List<String> problems = new ArrayList<>();
    ImageGlobs.parse(value)
        .problems()
        .forEach((glob, problem) ->
            problems.add(
                glob.isEmpty()
                    ? about + problem + ", so it exempts nothing"
                    : about + Quoted.of(glob) + " exempts nothing: " + problem));
    return problems;
  }

  private Optional<String> breakGlass(String value) {
    String about = "annotation " + NamespaceMarks.BREAK_GLASS + " is not in force: ";
    Instant now = time.instant();
    try {
      BreakGlass read = BreakGlass.parse(value);
      if (read.isInForce(now)) {
        return Optional.empty();
      }
      return Optional.of(
          about
              + (read.isTooFarAhead(now)
                  ? "%s is more than 24 hours from now".formatted(read.until())
                  : "it ended at %s".formatted(read.until())));
    } catch (IllegalArgumentException e) {
      return Optional.of(about + e.getMessage());
    }
  }

  private static String unknown(String kind, String key) {
    boolean label = kind.equals("label");
    if ((label ? ANNOTATIONS : LABELS).contains(key)) {
      return "%s %s means nothing: it is %s"
          .formatted(kind, key, label ? "an annotation" : "a label");
    }
    String meant =
        Spelling.nearest(key, label ? LABELS : ANNOTATIONS)
            .map("; did you mean %s?"::formatted)
            .orElse("");
    return "%s %s means nothing to Pullable%s".formatted(kind, Quoted.bare(key), meant);
  }
}
