package dev.pullable.advice;

import dev.pullable.reference.ImageReference;
import dev.pullable.reference.ImageReferenceParser;
import java.util.ArrayList;
import java.util.List;

/// Where the operator says that images are which people name without their registry, or with a
/// wrong one.
///
/// @param prefixes each a registry, or a path there, such as `reg.example.com/team`
public record SearchedRegistries(List<String> prefixes) {
  private static final String DOCKER_HUB = "docker.io";

  /// @throws IllegalArgumentException if a prefix is none
  public SearchedRegistries {
    prefixes = List.copyOf(prefixes);
    for (String prefix : prefixes) {
      if (!isPrefix(prefix)) {
        throw new IllegalArgumentException(
            "A prefix is a registry as in references, with a path or not, such as reg.example.com"
                + " or reg.example.com:5000/team; it is not "
                + prefix
                + ".");
      }
    }
  }

  private static boolean isPrefix(String prefix) {
    String app = prefix + "/app";
    int slash = app.indexOf('/');
    return ImageReferenceParser.parse(app) instanceof ImageReference reference
        && reference.tag() == null
        && reference.digest() == null
        && reference.domain().equals(app.substring(0, slash));
  }

  /// The same image there.
  List<ImageReference> candidates(ImageReference reference) {
    List<ImageReference> candidates = new ArrayList<>();
    for (String prefix : prefixes) {
      for (String path : paths(reference)) {
        String written = prefix + "/" + path + suffix(reference);
        if (ImageReferenceParser.parse(written) instanceof ImageReference candidate
            && !candidate.name().equals(reference.name())) {
          candidates.add(candidate);
        }
      }
    }
    return candidates;
  }

  /// As it is called, and, where a registry was named, without what may be a group there.
  private static List<String> paths(ImageReference reference) {
    if (reference.domain().equals(DOCKER_HUB)) {
      return List.of(reference.familiarName());
    }
    String path = reference.path();
    int slash = path.lastIndexOf('/');
    return slash < 0 ? List.of(path) : List.of(path, path.substring(slash + 1));
  }

  private static String suffix(ImageReference reference) {
    return reference.canonical().substring(reference.name().length());
  }
}
