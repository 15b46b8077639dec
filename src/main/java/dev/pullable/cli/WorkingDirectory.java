package dev.pullable.cli;

import com.google.common.net.UrlEscapers;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// The directory that names of files in reports are relative to.
///
/// @param path absolute, without `..`
record WorkingDirectory(Path path) {
  WorkingDirectory {
    path = path.toAbsolutePath().normalize();
  }

  /// The name of a file below, with forward slashes; empty for what is no file or not below.
  Optional<String> below(String file) {
    return segments(file).map(it -> it.collect(Collectors.joining("/")));
  }

  /// The reference of a file: relative where it is below, else absolute.
  String uri(String file) {
    return segments(file)
        .map(it -> it.map(WorkingDirectory::escaped).collect(Collectors.joining("/")))
        .orElseGet(() -> absolute(file));
  }

  private Optional<Stream<String>> segments(String file) {
    if (file.equals(InputFile.STANDARD_INPUT)) {
      return Optional.empty();
    }
    try {
      Path resolved = path.resolve(file).normalize();
      return resolved.startsWith(path) && !resolved.equals(path)
          ? Optional.of(names(path.relativize(resolved)))
          : Optional.empty();
    } catch (InvalidPathException _) {
      return Optional.of(Stream.of(file));
    }
  }

  private static Stream<String> names(Path path) {
    return StreamSupport.stream(path.spliterator(), false).map(Path::toString);
  }

  private String absolute(String file) {
    return file.equals(InputFile.STANDARD_INPUT)
        ? escaped(file)
        : path.resolve(file).normalize().toUri().toString();
  }

  /// A colon in the first segment would make a scheme of what is before it. What is no text, half a
  /// surrogate pair, has no escape.
  private static String escaped(String segment) {
    String text = new String(segment.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    return UrlEscapers.urlPathSegmentEscaper().escape(text).replace(":", "%3A");
  }
}
