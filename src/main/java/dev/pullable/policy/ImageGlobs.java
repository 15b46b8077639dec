package dev.pullable.policy;

import dev.pullable.reference.ImageReference;
import dev.pullable.reference.ImageReferenceParser;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A set of images, by globs.
public record ImageGlobs(List<ImageGlob> globs) {
  /// No image.
  public static final ImageGlobs NONE = new ImageGlobs(List.of());

  /// How many are taken from one list.
  public static final int MOST = 32;

  private static final int LONGEST = 4096;

  public ImageGlobs {
    globs = List.copyOf(globs);
  }

  /// A list separated by commas, as it was understood.
  ///
  /// @param problems what is wrong with an element, which then counts for nothing, or with the
  ///   whole list under the key of an empty string
  record Parsed(ImageGlobs globs, Map<String, String> problems) {}

  /// Reads any text; an empty one has no globs.
  static Parsed parse(String text) {
    if (text.length() > LONGEST) {
      return nothing("it has more than " + LONGEST + " characters");
    }
    List<String> written = Stream.of(text.strip().split(",", -1)).map(String::strip).toList();
    if (written.size() > MOST) {
      return nothing("it has more than " + MOST + " globs");
    }
    List<ImageGlob> globs = new ArrayList<>();
    Map<String, String> problems = new LinkedHashMap<>();
    for (String glob : written) {
      try {
        if (!glob.isEmpty()) {
          globs.add(ImageGlob.parse(glob));
        }
      } catch (IllegalArgumentException e) {
        problems.put(glob, String.valueOf(e.getMessage()));
      }
    }
    return new Parsed(new ImageGlobs(globs), problems);
  }

  private static Parsed nothing(String problem) {
    return new Parsed(NONE, Map.of("", problem));
  }

  /// Those of both.
  ImageGlobs and(ImageGlobs others) {
    return others.globs.isEmpty()
        ? this
        : new ImageGlobs(Stream.concat(globs.stream(), others.globs.stream()).toList());
  }

  /// Whether an image, as its author wrote it, is one of them: by its normalised name, or by that
  /// with its tag. What is no image reference is none of them.
  public boolean contain(String image) {
    return !globs.isEmpty()
        && ImageReferenceParser.parse(image) instanceof ImageReference reference
        && contain(reference);
  }

  /// A tag beside a digest does not count, as containerd drops it: anybody can write any there.
  private boolean contain(ImageReference reference) {
    String name = reference.name();
    String tagged = reference.digest() == null ? name + ":" + reference.manifestReference() : name;
    return globs.stream().anyMatch(glob -> glob.matches(name) || glob.matches(tagged));
  }
}
