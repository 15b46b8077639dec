package dev.pullable.cli;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The messages of SARIF, in which braces are placeholders (3.11.5) and brackets with parentheses
/// links (3.11.6), and in whose Markdown everything else would mean something.
final class SarifMessage {
  private static final String BACKTICK = "`";

  private SarifMessage() {}

  /// The problem and, each on its own line, what is below it.
  static String text(String problem, List<String> below) {
    return Stream.concat(Stream.of(problem), below.stream())
        .map(line -> braces(Plain.line(line)).replace("](", "] ("))
        .collect(Collectors.joining("\n"));
  }

  /// The same as code, since nothing within code means anything.
  static String markdown(String problem, List<String> below) {
    String sentence = span(braces(Plain.line(problem)));
    if (below.isEmpty()) {
      return sentence;
    }
    String block = braces(below.stream().map(Plain::line).collect(Collectors.joining("\n")));
    String fence = longer(block, 3);
    return sentence + "\n\n" + fence + "text\n" + block + "\n" + fence;
  }

  private static String braces(String text) {
    return text.replace("{", "{{").replace("}", "}}");
  }

  /// With spaces, of which one on each side belongs to the marks.
  private static String span(String text) {
    String mark = longer(text, 1);
    return mark + " " + text + " " + mark;
  }

  /// As many backticks as end no code with this text in it.
  private static String longer(String text, int least) {
    String mark = BACKTICK.repeat(least);
    while (text.contains(mark)) {
      mark += BACKTICK;
    }
    return mark;
  }
}
