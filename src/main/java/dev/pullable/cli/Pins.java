package dev.pullable.cli;

import dev.pullable.manifest.ImageEdits;
import dev.pullable.manifest.ImageEdits.Edited;
import dev.pullable.manifest.Place;
import dev.pullable.resolution.Resolution;
import dev.pullable.workload.ContainerImage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Digests beside the tags of the images that were found, written where the images are: in the
/// files themselves, or as a patch.
public final class Pins {
  private final ReadInputs inputs;
  private final Mode mode;
  private final OutputStream out;
  private final List<NotPinned> left = new ArrayList<>();
  private final List<InputProblem> problems = new ArrayList<>();
  private int images;
  private int files;

  /// Where the new text goes.
  public enum Mode {
    /// Into the files; that of the standard input to the standard output.
    IN_PLACE,
    /// To the standard output, as a unified diff for `git apply` or `patch -p1`.
    PATCH
  }

  /// An image that stays as it is.
  ///
  /// @param why one clause
  public record NotPinned(Place place, String image, String why) {}

  /// What was done.
  ///
  /// @param images how many images were pinned, each counted once where it is written
  /// @param files in how many files
  /// @param notPinned the images without a digest that stay as they are since the registry did not
  ///   say which digest they have
  /// @param problems what was to be pinned and could not be
  public record Pinned(
      int images, int files, List<NotPinned> notPinned, List<InputProblem> problems) {
    public Pinned {
      notPinned = List.copyOf(notPinned);
      problems = List.copyOf(problems);
    }
  }

  private Pins(ReadInputs inputs, Mode mode, OutputStream out) {
    this.inputs = inputs;
    this.mode = mode;
    this.out = out;
  }

  /// Pins the images of what was checked.
  ///
  /// @param inputs what the workloads were read from
  /// @param out the standard output; flushed, not closed
  /// @throws IOException if nothing can be written to it
  public static Pinned apply(
      List<CheckedWorkload> workloads, ReadInputs inputs, Mode mode, OutputStream out)
      throws IOException {
    return new Pins(inputs, mode, out).apply(workloads);
  }

  private Pinned apply(List<CheckedWorkload> workloads) throws IOException {
    Map<Place, Set<String>> wanted = new LinkedHashMap<>();
    for (CheckedWorkload workload : workloads) {
      for (ContainerImage image : workload.review().workload().images()) {
        Optional<Place> place = workload.object().places().of(image.fieldPath());
        String pinned = pinned(workload, image);
        place.ifPresent(it -> wanted.computeIfAbsent(it, _ -> new LinkedHashSet<>()).add(pinned));
      }
    }
    Map<String, Map<Place, String>> byFile = byFile(wanted);
    for (InputFile source : inputs.sources()) {
      write(source, byFile.getOrDefault(source.name(), Map.of()));
    }
    out.flush();
    return new Pinned(images, files, left, problems);
  }

  /// The image with its digest, or as it is.
  private String pinned(CheckedWorkload workload, ContainerImage image) {
    if (image.image().contains("@")) {
      return image.image();
    }
    Resolution resolution = workload.review().resolutions().get(image);
    if (resolution instanceof Resolution.Pullable pullable) {
      return image.image() + "@" + pullable.digest();
    }
    left.add(new NotPinned(workload.place(image), image.image(), why(resolution)));
    return image.image();
  }

  private static String why(@Nullable Resolution resolution) {
    return switch (resolution) {
      case null -> "it was not looked up";
      case Resolution.Pullable _ -> "its digest is not known";
      case Resolution.Unpullable it -> "it cannot be pulled: " + it.reason().word();
      case Resolution.Inconclusive it -> "nothing is known of it: " + it.reason().word();
      case Resolution.NotPulled _ -> "it is never pulled";
    };
  }

  /// What several objects have from one anchor is changed for all of them or for none.
  private Map<String, Map<Place, String>> byFile(Map<Place, Set<String>> wanted) {
    Map<String, Map<Place, String>> byFile = new LinkedHashMap<>();
    wanted.forEach((place, values) -> {
      if (values.size() == 1) {
        byFile
            .computeIfAbsent(place.file(), _ -> new LinkedHashMap<>())
            .put(place, values.iterator().next());
      } else {
        problems.add(
            new InputProblem(
                place, "not pinned: what is written here is to be several images by its uses"));
      }
    });
    return byFile;
  }

  private void write(InputFile source, Map<Place, String> wanted) throws IOException {
    Edited edited = ImageEdits.apply(source.name(), source.text(), wanted);
    edited
        .refused()
        .forEach(it -> problems.add(new InputProblem(it.place(), "not pinned: " + it.problem())));
    boolean changed = !edited.places().isEmpty();
    Optional<String> problem = changed || isText(source) ? put(source, edited) : Optional.empty();
    if (problem.isPresent()) {
      problems.add(new InputProblem(Place.start(source.name()), "not pinned: " + problem.get()));
    } else if (changed) {
      images += edited.places().size();
      files++;
    }
  }

  /// The standard input's text goes on to the standard output whether it is changed or not.
  private boolean isText(InputFile source) {
    return mode == Mode.IN_PLACE && source.path().isEmpty();
  }

  /// What went wrong, if anything.
  private Optional<String> put(InputFile source, Edited edited) throws IOException {
    return switch (mode) {
      case PATCH -> UnifiedDiff.write(source, edited.text(), out);
      case IN_PLACE -> {
        if (source.path().isEmpty()) {
          out.write(edited.text());
          yield Optional.empty();
        }
        yield FileRewrite.write(source.path().get(), source.text(), edited.text());
      }
    };
  }
}
