package dev.pullable.manifest;

import dev.pullable.yaml.BoundedYaml;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// The way from YAML or JSON files to the objects in them. Several documents a file are read, and
/// the lists that kubectl prints are taken apart.
public final class KubernetesManifestReader {
  private static final Set<String> EXTENSIONS = Set.of("yaml", "yml", "json");
  private static final int MAX_DEPTH = 8;
  private static final int MAX_FILES = 10_000;
  private static final long MAX_DIRECTORY_BYTES = 4L * BoundedYaml.MAX_BYTES;

  private KubernetesManifestReader() {}

  /// The objects of all `.yaml`, `.yml` and `.json` files below a directory, in the order of their
  /// paths. Hidden files and directories are passed over, so that a mounted ConfigMap is read once.
  ///
  /// @throws UnreadableManifestException for a file that is not of Kubernetes objects
  /// @throws IOException if the file system fails
  public static List<KubernetesManifest> readDirectory(Path directory) throws IOException {
    List<Path> files = files(directory);
    long bytes = 0;
    for (Path file : files) {
      bytes += Files.size(file);
    }
    if (bytes > MAX_DIRECTORY_BYTES) {
      throw new UnreadableManifestException(
          directory.toString(), "its files have more than " + MAX_DIRECTORY_BYTES + " bytes");
    }
    List<KubernetesManifest> manifests = new ArrayList<>();
    for (Path file : files) {
      manifests.addAll(readFile(file));
    }
    return manifests;
  }

  /// The objects of one file.
  ///
  /// @throws UnreadableManifestException if it is not of Kubernetes objects
  /// @throws IOException if the file system fails
  public static List<KubernetesManifest> readFile(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return read(file.toString(), in);
    }
  }

  /// The objects of a stream.
  ///
  /// @param source what errors call it
  /// @throws UnreadableManifestException if it is not of Kubernetes objects
  /// @throws IOException if the stream fails
  public static List<KubernetesManifest> read(String source, InputStream in) throws IOException {
    byte[] text = in.readNBytes(BoundedYaml.MAX_BYTES + 1);
    if (text.length > BoundedYaml.MAX_BYTES) {
      throw new UnreadableManifestException(
          source, "it has more than " + BoundedYaml.MAX_BYTES + " bytes");
    }
    List<KubernetesManifest> manifests = new ArrayList<>();
    int number = 1;
    try {
      BoundedYaml documents = new BoundedYaml(text);
      for (; documents.hasNext(); number++) {
        add(manifests, source + ", document " + number, documents.next());
      }
    } catch (YamlEngineException e) {
      throw new UnreadableManifestException(
          source + ", document " + number, BoundedYaml.problem(e));
    }
    return manifests;
  }

  private static List<Path> files(Path directory) throws IOException {
    // Links to directories are not followed below this one, so there are no loops.
    Path root = directory.toRealPath();
    try (Stream<Path> found = Files.walk(root, MAX_DEPTH)) {
      List<Path> files =
          found
              .filter(path -> isManifest(root.relativize(path)))
              .filter(Files::isRegularFile)
              .limit(MAX_FILES + 1L)
              .toList();
      if (files.size() > MAX_FILES) {
        throw new UnreadableManifestException(
            directory.toString(), "it has more than " + MAX_FILES + " files");
      }
      return files.stream().sorted().toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static boolean isManifest(Path relative) {
    for (Path part : relative) {
      if (part.toString().startsWith(".")) {
        return false;
      }
    }
    String name = relative.toString();
    return EXTENSIONS.contains(name.substring(name.lastIndexOf('.') + 1));
  }

  /// Adds the object, or the objects of a list.
  private static void add(
      List<KubernetesManifest> manifests, String source, @Nullable Object document)
      throws UnreadableManifestException {
    if (document == null) {
      return;
    }
    KubernetesManifest manifest = manifest(source, document, Map.of());
    if (manifest.kind().endsWith("List")
        && manifest.content().get("items") instanceof List<?> items) {
      Map<String, @Nullable Object> defaults = itemDefaults(manifest);
      int number = 1;
      for (Object item : items) {
        manifests.add(manifest(source + ", item " + number++, item, defaults));
      }
    } else {
      manifests.add(manifest);
    }
  }

  /// What the items of a typed list are, such as a `SecretList`, which do not say it themselves.
  static Map<String, @Nullable Object> itemDefaults(KubernetesManifest list) {
    String kind = list.kind().substring(0, list.kind().length() - "List".length());
    return kind.isEmpty() ? Map.of() : Map.of("kind", kind, "apiVersion", list.apiVersion());
  }

  static KubernetesManifest manifest(
      String source, @Nullable Object document, Map<String, @Nullable Object> defaults)
      throws UnreadableManifestException {
    if (!(document instanceof Map<?, ?> members)) {
      throw new UnreadableManifestException(source, "not an object");
    }
    Map<String, @Nullable Object> content = new LinkedHashMap<>(defaults);
    members.forEach((name, value) -> content.put(String.valueOf(name), value));
    for (String required : List.of("apiVersion", "kind")) {
      if (!(content.get(required) instanceof String text) || text.isEmpty()) {
        throw new UnreadableManifestException(source, "it has no " + required);
      }
    }
    return new KubernetesManifest(source, content);
  }
}
