package dev.pullable.cli;

import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.patch.ChangeDelta;
import com.github.difflib.patch.Chunk;
import com.github.difflib.patch.Patch;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The difference of two texts that have the same number of lines, for `git apply` and `patch -p1`.
final class UnifiedDiff {
  private static final int CONTEXT = 3;
  private static final String UNENDED = "\n\\ No newline at end of file";

  private UnifiedDiff() {}

  /// Writes the difference between a file and its new text.
  ///
  /// @return what went wrong, in one clause; empty if nothing did
  static Optional<String> write(InputFile file, byte[] text, OutputStream out) throws IOException {
    if (!isUtf8(text)) {
      return Optional.of("a patch cannot be made of UTF-16");
    }
    List<String> before = lines(file.text());
    List<String> after = lines(text);
    if (before.size() != after.size()) {
      return Optional.of("lines would come or go");
    }
    String name = name(file.name());
    List<String> diff =
        UnifiedDiffUtils.generateUnifiedDiff(
            header("a/", name), header("b/", name), before, patch(before, after), CONTEXT);
    for (String line : diff) {
      out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return Optional.empty();
  }

  private static boolean isUtf8(byte[] text) {
    String decoded = new String(text, StandardCharsets.UTF_8);
    return decoded.indexOf('\0') < 0
        && Arrays.equals(decoded.getBytes(StandardCharsets.UTF_8), text);
  }

  /// A carriage return is a part of its line, to git and patch as well.
  private static List<String> lines(byte[] text) {
    List<String> lines =
        new ArrayList<>(List.of(new String(text, StandardCharsets.UTF_8).split("\n", -1)));
    String last = lines.removeLast();
    if (!last.isEmpty()) {
      lines.add(last + UNENDED);
    }
    return lines;
  }

  /// Line by line: to look for common parts would take time and memory by the square.
  private static Patch<String> patch(List<String> before, List<String> after) {
    Patch<String> patch = new Patch<>();
    int i = 0;
    while (i < before.size()) {
      int end = i;
      while (end < before.size() && !before.get(end).equals(after.get(end))) {
        end++;
      }
      if (end > i) {
        patch.addDelta(
            new ChangeDelta<>(
                new Chunk<>(i, before.subList(i, end)), new Chunk<>(i, after.subList(i, end))));
      }
      i = end + 1;
    }
    return patch;
  }

  /// Relative to the working directory where it is below it, else to the root.
  private static String name(String file) {
    Path path = Path.of(file).normalize();
    Path here = Path.of("").toAbsolutePath();
    Path named = path.isAbsolute() && path.startsWith(here) ? here.relativize(path) : path;
    return (named.isAbsolute() ? named.subpath(0, named.getNameCount()) : named).toString();
  }

  /// As git writes names: quoted as in C where need be, and with a tab behind a blank.
  private static String header(String side, String name) {
    StringBuilder quoted = new StringBuilder();
    boolean special = false;
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      boolean escaped = b < ' ' || b == '"' || b == '\\' || b == 0x7F;
      special |= escaped;
      quoted.append(escaped ? "\\%03o".formatted(b & 0xFF) : Character.toString(b & 0x7F));
    }
    if (special) {
      return '"' + side + quoted + '"';
    }
    return side + name + (name.contains(" ") ? "\t" : "");
  }
}
