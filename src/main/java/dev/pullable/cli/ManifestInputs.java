package dev.pullable.cli;

import dev.pullable.manifest.LocatedManifest;
import dev.pullable.manifest.LocatedManifestReader;
import dev.pullable.manifest.ManifestText;
import dev.pullable.manifest.ManifestText.Unread;
import dev.pullable.manifest.Place;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The way from a command's arguments to the objects that they name: files, directories, globs, and
/// `-` for the standard input.
public final class ManifestInputs {
  static final String DASH = "-";

  private static final long MAX_BYTES = 4L * LocatedManifestReader.MAX_BYTES;
  private static final Set<String> KUSTOMIZATIONS =
      Set.of("kustomization.yaml", "kustomization.yml", "Kustomization");

  private final InputStream standardInput;
  private final List<LocatedManifest> objects = new ArrayList<>();
  private final List<InputProblem> problems = new ArrayList<>();
  private final List<InputFile> files = new ArrayList<>();
  private final Set<Path> seen = new HashSet<>();
  private final FileSearch search = new FileSearch(problems);
  private boolean dashed;
  private int passedOver;
  private long bytes;

  private ManifestInputs(InputStream standardInput) {
    this.standardInput = standardInput;
  }

  /// What arguments name, in their order, each file once. What cannot be read becomes a problem,
  /// and the rest is read all the same.
  ///
  /// @param standardInput read only for `-`
  public static ReadInputs read(List<String> arguments, InputStream standardInput) {
    ManifestInputs inputs = new ManifestInputs(standardInput);
    arguments.forEach(inputs::read);
    return new ReadInputs(inputs.objects, inputs.problems, inputs.files, inputs.passedOver);
  }

  private void read(String argument) {
    if (!argument.equals(DASH)) {
      search.find(argument).forEach(this::read);
    } else if (!dashed) {
      dashed = true;
      read(InputFile.STANDARD_INPUT, Optional.empty(), standardInput)
          .ifPresent(file -> add(file, true));
    }
  }

  private void read(FoundFile found) {
    if (KUSTOMIZATIONS.contains(String.valueOf(found.path().getFileName()))) {
      passOver(found);
      return;
    }
    try {
      if (Files.isDirectory(found.path()) || !seen.add(real(found.path()))) {
        return;
      }
      try (InputStream in = Files.newInputStream(found.path())) {
        read(found.name(), Optional.of(found.path()), in)
            .ifPresent(file -> add(file, found.named()));
      }
    } catch (IOException _) {
      problem(
          found.name(),
          Files.exists(found.path()) ? "it cannot be read" : "there is no such file or directory");
    }
  }

  /// The `/dev/fd/63` of a shell's `<(…)` has none.
  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException _) {
      return path.toAbsolutePath();
    }
  }

  private void passOver(FoundFile found) {
    if (found.named()) {
      problem(found.name(), "kustomize reads it: pipe what kubectl kustomize prints to -");
    } else {
      passedOver++;
    }
  }

  private Optional<InputFile> read(String name, Optional<Path> path, InputStream in) {
    try {
      byte[] text = in.readNBytes(LocatedManifestReader.MAX_BYTES + 1);
      if (text.length > LocatedManifestReader.MAX_BYTES) {
        problem(name, "it has more than " + LocatedManifestReader.MAX_BYTES + " bytes");
        return Optional.empty();
      }
      bytes += text.length;
      if (bytes > MAX_BYTES) {
        problem(name, "all files together have more than " + MAX_BYTES + " bytes");
        return Optional.empty();
      }
      return Optional.of(new InputFile(name, path, text));
    } catch (IOException _) {
      problem(name, "it cannot be read");
      return Optional.empty();
    }
  }

  private void add(InputFile file, boolean named) {
    ManifestText read = LocatedManifestReader.read(file.name(), file.text());
    files.add(file);
    objects.addAll(read.objects());
    for (Unread it : read.unread()) {
      if (named || !it.foreign()) {
        problems.add(new InputProblem(it.place(), it.problem()));
      } else {
        passedOver++;
      }
    }
    if (named && read.objects().isEmpty() && read.unread().isEmpty()) {
      problem(file.name(), "there is no Kubernetes object in it");
    }
  }

  private void problem(String file, String problem) {
    problems.add(new InputProblem(Place.start(file), problem));
  }
}
