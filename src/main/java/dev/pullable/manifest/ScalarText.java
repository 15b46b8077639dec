package dev.pullable.manifest;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/// A scalar as it is written.
///
/// @param written with its quotes, or the indicator of a block
/// @param value what it says
record ScalarText(ScalarStyle style, String written, String value) {
  /// What needs no quotes and no escapes anywhere: no image has other characters.
  private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/:@+-]*");

  private static final Pattern QUOTABLE = Pattern.compile("[\\[\\]A-Za-z0-9._/:@+-]+");

  /// An indicator with what may follow it, and one line.
  private static final Pattern BLOCK =
      Pattern.compile("([|>][^\\r\\n]*(?:\\r\\n|\\r|\\n) +)(\\S+)");

  static ScalarText of(ScalarNode scalar, String written) {
    return new ScalarText(scalar.getScalarStyle(), written, scalar.getValue());
  }

  /// Another value in the same style; empty where it cannot be, or the old one is not on one line.
  Optional<String> rewritten(String next) {
    if (!QUOTABLE.matcher(next).matches() || (lines() > 1 && !isBlock())) {
      return Optional.empty();
    }
    return switch (style) {
      case PLAIN, JSON_SCALAR_STYLE ->
          SAFE.matcher(next).matches() ? Optional.of(next) : Optional.empty();
      case DOUBLE_QUOTED -> Optional.of('"' + next + '"');
      case SINGLE_QUOTED -> Optional.of('\'' + next + '\'');
      case LITERAL, FOLDED -> block(next);
    };
  }

  private boolean isBlock() {
    return style == ScalarStyle.LITERAL || style == ScalarStyle.FOLDED;
  }

  private long lines() {
    return written.lines().count();
  }

  private Optional<String> block(String next) {
    Matcher block = BLOCK.matcher(written);
    return block.matches() && block.group(2).equals(value)
        ? Optional.of(block.group(1) + next)
        : Optional.empty();
  }
}
