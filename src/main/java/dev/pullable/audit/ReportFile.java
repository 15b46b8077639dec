package dev.pullable.audit;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;

/// A file that is there whole or not at all, and that its owner alone may read: it tells what runs
/// in every namespace.
final class ReportFile {
  /// What writes a report in one of its forms.
  @FunctionalInterface
  interface Form {
    void write(AuditReport report, Writer out) throws IOException;
  }

  private ReportFile() {}

  static void write(Path file, AuditReport report, Form form) throws IOException {
    Path target = file.toAbsolutePath();
    Path directory = Objects.requireNonNull(target.getParent(), "a file has a directory");
    Path draft = Files.createTempFile(directory, ".pullable-", "");
    try {
      try (BufferedWriter out = Files.newBufferedWriter(draft, StandardCharsets.UTF_8)) {
        form.write(report, out);
      }
      move(draft, target);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private static void move(Path draft, Path target) throws IOException {
    try {
      Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException _) {
      Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
