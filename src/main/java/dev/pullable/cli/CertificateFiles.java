package dev.pullable.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;

/// Files of PEM to be written into one directory: all of them or, where one exists and may not be
/// overwritten, none.
final class CertificateFiles {
  private record Content(String text, String permissions) {}

  private final Map<String, Content> files = new LinkedHashMap<>();
  private final Path directory;
  private final boolean overwrite;

  CertificateFiles(Path directory, boolean overwrite) {
    this.directory = directory;
    this.overwrite = overwrite;
  }

  CertificateFiles add(String name, String text) {
    files.put(name, new Content(text, "rw-r--r--"));
    return this;
  }

  /// Adds a file that its owner alone may read.
  CertificateFiles addSecret(String name, String text) {
    files.put(name, new Content(text, "rw-------"));
    return this;
  }

  /// Writes the files.
  ///
  /// @throws FileAlreadyExistsException if one exists and may not be overwritten
  void write() throws IOException {
    Files.createDirectories(directory);
    for (String name : files.keySet()) {
      Path file = directory.resolve(name);
      if (!overwrite && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        throw new FileAlreadyExistsException(file.toString());
      }
    }
    for (Map.Entry<String, Content> file : files.entrySet()) {
      write(directory.resolve(file.getKey()), file.getValue());
    }
  }

  /// By way of a new file, so that a key is never in one that had wider permissions or was a link.
  private void write(Path file, Content content) throws IOException {
    Path draft = Files.createTempFile(directory, ".pullable-", "", attributes(content));
    try {
      Files.writeString(draft, content.text(), StandardCharsets.US_ASCII);
      Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private FileAttribute<?>[] attributes(Content content) {
    if (!directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return new FileAttribute<?>[0];
    }
    return new FileAttribute<?>[] {
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(content.permissions()))
    };
  }
}
