package dev.pullable.policy;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a namespace says of its own policy by labels and annotations, as far as it is understood.
///
/// @param enforce empty where the default counts, as it does where the label is no level
/// @param breakGlass whether or not it is in force now
public record NamespaceMarks(
    Optional<Level> enforce,
    Optional<Level> warn,
    Optional<Level> audit,
    ImageGlobs exemptImages,
    Optional<BreakGlass> breakGlass) {
  static final String PREFIX = "pullable.dev/";
  static final String ENFORCE = PREFIX + "enforce";
  static final String WARN = PREFIX + "warn";
  static final String AUDIT = PREFIX + "audit";
  static final String EXEMPT_IMAGES = PREFIX + "exempt-images";
  static final String BREAK_GLASS = PREFIX + "break-glass";

  /// A namespace that says nothing.
  public static final NamespaceMarks NONE =
      new NamespaceMarks(
          Optional.empty(), Optional.empty(), Optional.empty(), ImageGlobs.NONE, Optional.empty());

  /// Reads a namespace's labels and annotations, whatever is in them.
  public static NamespaceMarks read(Map<String, String> labels, Map<String, String> annotations) {
    return new NamespaceMarks(
        level(labels.get(ENFORCE)),
        level(labels.get(WARN)),
        level(labels.get(AUDIT)),
        ImageGlobs.parse(annotations.getOrDefault(EXEMPT_IMAGES, "")).globs(),
        breakGlass(annotations.getOrDefault(BREAK_GLASS, "")));
  }

  /// The level of this name, in lower case as Pod Security Admission has it.
  static Optional<Level> level(@Nullable String name) {
    return Stream.of(Level.values()).filter(it -> word(it).equals(name)).findFirst();
  }

  static String word(Level level) {
    return level.name().toLowerCase(Locale.ROOT);
  }

  private static Optional<BreakGlass> breakGlass(String text) {
    try {
      return Optional.of(BreakGlass.parse(text));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  Levels over(Levels standard) {
    return new Levels(
        enforce.orElse(standard.enforce()),
        warn.orElse(standard.warn()),
        audit.orElse(standard.audit()));
  }
}
