package dev.pullable.manifest;

import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/// Where a node is written, without its anchor and its tag. A block scalar begins with its `|` or
/// `>` and ends with its last line that is not blank.
///
/// @param start the offset of its first character
/// @param end the offset behind its last
record WrittenNode(int start, int end) {

  static WrittenNode of(Node node, SourceText source) {
    String text = source.text();
    int end = node.getEndMark().map(source::offset).orElse(0);
    int start = node.getStartMark().map(source::offset).orElse(0);
    int written = Math.min(withoutProperties(text, start, end), end);
    return node instanceof ScalarNode scalar && isBlock(scalar)
        ? new WrittenNode(written, Math.max(written, withoutBlanks(text, end)))
        : new WrittenNode(written, end);
  }

  static boolean isBlock(ScalarNode scalar) {
    return scalar.getScalarStyle() == ScalarStyle.LITERAL
        || scalar.getScalarStyle() == ScalarStyle.FOLDED;
  }

  Place in(SourceText source) {
    return source.place(start, end);
  }

  /// Where a mark is that may be at the very end.
  static Place at(Mark mark, SourceText source) {
    int offset = source.offset(mark);
    return source.place(offset, offset);
  }

  /// No node begins with what begins an anchor or a tag.
  private static int withoutProperties(String text, int start, int end) {
    int at = start;
    while (at < end && (text.charAt(at) == '&' || text.charAt(at) == '!')) {
      while (at < end && !isBlank(text.charAt(at))) {
        at++;
      }
      at = withoutComments(text, at, end);
    }
    return at;
  }

  private static int withoutComments(String text, int start, int end) {
    int at = start;
    while (at < end && (isBlank(text.charAt(at)) || text.charAt(at) == '#')) {
      if (text.charAt(at) == '#') {
        while (at < end && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
          at++;
        }
      } else {
        at++;
      }
    }
    return at;
  }

  private static int withoutBlanks(String text, int end) {
    int at = end;
    while (at > 0 && isBlank(text.charAt(at - 1))) {
      at--;
    }
    return at;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  }
}
