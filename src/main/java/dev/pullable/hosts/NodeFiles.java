package dev.pullable.hosts;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/// The files that a node's `hosts.toml` names, as they are found here.
///
/// @param root where the node's `certs.d` is mounted
record NodeFiles(Path root) {
  /// Where nodes usually have it.
  private static final Path USUAL = Path.of("/etc/containerd/certs.d");

  private static final int LONGEST = 256 * 1024;

  byte[] read(String named) throws IOException {
    Path file = Path.of(named);
    try {
      return bytes(file);
    } catch (NoSuchFileException e) {
      if (!file.startsWith(USUAL)) {
        throw e;
      }
      return bytes(root.resolve(USUAL.relativize(file)));
    }
  }

  private static byte[] bytes(Path file) throws IOException {
    // A pipe would hold the reader up.
    if (!Files.readAttributes(file, BasicFileAttributes.class).isRegularFile()) {
      throw new FileSystemException(file.toString(), null, "not a regular file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LONGEST + 1);
      if (bytes.length > LONGEST) {
        throw new FileSystemException(file.toString(), null, "too long");
      }
      return bytes;
    }
  }
}
