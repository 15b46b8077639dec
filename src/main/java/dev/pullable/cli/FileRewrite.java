package dev.pullable.cli;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Arrays;
import java.util.Optional;

/// The way of a new text into a file: all of it or nothing, with the owner and permissions that the
/// file has. A link stays a link.
final class FileRewrite {
  private FileRewrite() {}

  /// Replaces the text.
  ///
  /// @param old what the file must still hold
  /// @return what went wrong, in one clause; empty if nothing did
  static Optional<String> write(Path path, byte[] old, byte[] text) {
    try {
      Path file = path.toRealPath();
      if (!Files.isRegularFile(file)) {
        return Optional.of("it is no regular file");
      }
      if (!Files.isWritable(file)) {
        return Optional.of("it is write-protected");
      }
      if (!Arrays.equals(Files.readAllBytes(file), old)) {
        return Optional.of("it was changed in the meantime");
      }
      replace(file, text);
      return Optional.empty();
    } catch (IOException _) {
      return Optional.of("it cannot be written anew");
    }
  }

  private static void replace(Path file, byte[] text) throws IOException {
    Path directory = file.getParent();
    Path next = Files.createTempFile(directory, ".pullable-", ".tmp");
    try {
      Files.write(next, text);
      copyAttributes(file, next);
      try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(next);
    }
  }

  /// In a container the process may be root, and the files their author's.
  private static void copyAttributes(Path from, Path to) throws IOException {
    PosixFileAttributeView target = Files.getFileAttributeView(to, PosixFileAttributeView.class);
    PosixFileAttributeView source = Files.getFileAttributeView(from, PosixFileAttributeView.class);
    if (target == null || source == null) {
      return;
    }
    PosixFileAttributes wanted = source.readAttributes();
    PosixFileAttributes now = target.readAttributes();
    if (!now.owner().equals(wanted.owner())) {
      target.setOwner(wanted.owner());
    }
    if (!now.group().equals(wanted.group())) {
      target.setGroup(wanted.group());
    }
    target.setPermissions(wanted.permissions());
  }
}
