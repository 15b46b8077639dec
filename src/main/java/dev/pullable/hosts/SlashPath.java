package dev.pullable.hosts;

import java.util.ArrayDeque;
import java.util.Deque;

/// Paths with slashes as Go's `path` and, on Unix, `filepath` treat them. By hand, since
/// `java.nio.file` refuses some of what Go takes.
final class SlashPath {
  private SlashPath() {}

  /// The shortest way to write a path: no empty parts, no `.`, and no `..` that can be resolved.
  static String clean(String path) {
    boolean rooted = path.startsWith("/");
    Deque<String> parts = new ArrayDeque<>();
    for (String part : path.split("/", -1)) {
      boolean up = part.equals("..");
      if (up && !parts.isEmpty() && !parts.getLast().equals("..")) {
        parts.removeLast();
      } else if (!part.isEmpty() && !part.equals(".") && !(up && rooted)) {
        parts.addLast(part);
      }
    }
    String joined = String.join("/", parts);
    return rooted ? "/" + joined : joined.isEmpty() ? "." : joined;
  }

  /// A file as named in a directory.
  static String resolve(String directory, String file) {
    return file.startsWith("/") ? file : clean(directory + "/" + file);
  }
}
