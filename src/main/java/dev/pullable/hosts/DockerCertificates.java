package dev.pullable.hosts;

import dev.pullable.hosts.HostTls.ClientCertificate;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Docker's layout of a registry's directory: `*.crt` are CAs, `*.cert` and `*.key` a client's.
final class DockerCertificates {
  private static final String CA = ".crt";
  private static final String CLIENT = ".cert";

  private DockerCertificates() {}

  /// The registry's own host with the certificates of its directory.
  // containerd: core/remotes/docker/config/hosts.go, loadCertFiles
  static HostConfig read(Path directory) throws IOException {
    List<String> caFiles = new ArrayList<>();
    List<ClientCertificate> clients = new ArrayList<>();
    for (Path file : files(directory)) {
      if (file.toString().endsWith(CA)) {
        caFiles.add(file.toString());
      }
      if (file.toString().endsWith(CLIENT)) {
        clients.add(new ClientCertificate(file.toString(), key(file)));
      }
    }
    return HostConfig.of(caFiles, clients);
  }

  private static List<Path> files(Path directory) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found =
        Files.newDirectoryStream(directory, "*{" + CA + "," + CLIENT + "}")) {
      for (Path file : found) {
        // A link to a directory counts, since Go looks at the link itself here.
        if (!Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
          files.add(file);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    files.sort(null);
    return files;
  }

  private static @Nullable String key(Path certificate) throws IOException {
    String path = certificate.toString();
    Path key =
        certificate.resolveSibling(
            Path.of(path.substring(0, path.length() - CLIENT.length()) + ".key"));
    try {
      Files.readAttributes(key, BasicFileAttributes.class);
      return key.toString();
    } catch (NoSuchFileException e) {
      return null;
    }
  }
}
