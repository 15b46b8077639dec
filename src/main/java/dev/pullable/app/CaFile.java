package dev.pullable.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/// The file with the certificates that clients should trust, replaced as a whole when they change.
final class CaFile {
  private static final Logger log = LoggerFactory.getLogger(CaFile.class);

  private final Path file;
  private final Path directory;

  /// @throws InvalidConfigurationPropertyValueException if nothing can be written there
  CaFile(Path file) {
    this.file = file.toAbsolutePath();
    Path parent = this.file.getParent();
    directory = parent == null ? this.file : parent;
    try {
      Files.createDirectories(directory);
      if (Files.isDirectory(file)) {
        throw new IOException("It is a directory.");
      }
      Files.delete(temporary());
    } catch (IOException e) {
      throw new InvalidConfigurationPropertyValueException(
          "pullable.tls.ca-file",
          file,
          "The CA's certificate cannot be written there: " + Settings.cause(e));
    }
  }

  /// A disk that is full later on must not keep a certificate from being renewed.
  void write(String pem) {
    try {
      Path made = temporary();
      Files.writeString(made, pem);
      Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rw-r--r--"));
      Files.move(made, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      log.error("The CA's certificate cannot be written: {}", Settings.cause(e));
    }
  }

  private Path temporary() throws IOException {
    return Files.createTempFile(directory, ".ca", ".tmp");
  }
}
