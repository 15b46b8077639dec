package dev.pullable.cli;

import dev.pullable.manifest.Place;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// The way from an argument to the files it stands for: itself, those below a directory, or those
/// that a glob matches. Hidden files and directories are passed over, and links to directories are
/// not followed, so that there are no loops.
final class FileSearch {
  private static final int MAX_FILES = 10_000;
  private static final int MAX_VISITED = 500_000;
  private static final Set<String> EXTENSIONS = Set.of("yaml", "yml", "json");
  private static final Pattern META = Pattern.compile("[*?\\[{]");

  private final List<InputProblem> problems;
  private int left = MAX_FILES;

  /// @param problems where what cannot be searched is added
  FileSearch(List<InputProblem> problems) {
    this.problems = problems;
  }

  List<FoundFile> find(String argument) {
    try {
      Path path = Path.of(argument);
      if (Files.isDirectory(path)) {
        return below(path, path.normalize(), _ -> true);
      }
      // Whatever else there is of that name may be a pipe.
      return !Files.exists(path) && META.matcher(argument).find()
          ? matching(path)
          : List.of(new FoundFile(argument, path, true));
    } catch (InvalidPathException _) {
      return refused(argument, "no file can have this name");
    } catch (PatternSyntaxException _) {
      return refused(argument, "it is no glob");
    }
  }

  /// As in shells, `**/` may match no directory at all.
  private List<FoundFile> matching(Path pattern) {
    Path normal = pattern.normalize();
    PathMatcher matcher = glob(normal.toString());
    Path base = base(normal);
    // The empty path is the working directory, but is none to the file system's check.
    boolean there = Files.isDirectory(base.toAbsolutePath());
    List<FoundFile> found = there ? below(base, base, matcher) : List.of();
    return found.isEmpty()
        ? refused(pattern.toString(), "it matches no .yaml, .yml or .json file")
        : found;
  }

  private static PathMatcher glob(String pattern) {
    String anyDepth = pattern.contains("{") ? pattern : pattern.replace("**/", "{,**/}");
    return FileSystems.getDefault().getPathMatcher("glob:" + anyDepth);
  }

  /// The part of a glob that is one directory.
  private static Path base(Path pattern) {
    Path base = pattern.isAbsolute() ? pattern.getRoot() : Path.of("");
    for (Path part : pattern) {
      if (META.matcher(part.toString()).find()) {
        break;
      }
      base = base.resolve(part);
    }
    return base;
  }

  /// @param name what the directory is called in names
  private List<FoundFile> below(Path directory, Path name, PathMatcher matcher) {
    List<FoundFile> found = new ArrayList<>();
    try {
      Path root = directory.toRealPath();
      Files.walkFileTree(root, new Visitor(name, root, matcher, found));
    } catch (IOException _) {
      problems.add(new InputProblem(place(directory.toString()), "it cannot be read"));
    }
    found.sort(Comparator.comparing(FoundFile::path));
    return found;
  }

  private List<FoundFile> refused(String argument, String problem) {
    problems.add(new InputProblem(place(argument), problem));
    return List.of();
  }

  private static Place place(String file) {
    return Place.start(file);
  }

  private static boolean isManifest(Path file) {
    String name = String.valueOf(file.getFileName());
    return EXTENSIONS.contains(name.substring(name.lastIndexOf('.') + 1));
  }

  /// The names are below the directory as it was named, wherever it is.
  private final class Visitor extends SimpleFileVisitor<Path> {
    private final Path directory;
    private final Path root;
    private final PathMatcher matcher;
    private final List<FoundFile> found;
    private int visited;

    Visitor(Path directory, Path root, PathMatcher matcher, List<FoundFile> found) {
      this.directory = directory;
      this.root = root;
      this.matcher = matcher;
      this.found = found;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
      return path.equals(root) || !isHidden(path) ? next() : FileVisitResult.SKIP_SUBTREE;
    }

    @Override
    public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
      Path name = directory.resolve(root.relativize(path));
      if (isHidden(path) || !isManifest(path) || !matcher.matches(name)) {
        return next();
      }
      if (Files.isRegularFile(path)) {
        found.add(new FoundFile(name.toString(), path, false));
        left--;
      } else if (!Files.exists(path)) {
        problems.add(new InputProblem(place(name.toString()), "it links to nothing"));
      }
      return next();
    }

    @Override
    public FileVisitResult visitFileFailed(Path path, IOException e) {
      Path name = directory.resolve(root.relativize(path));
      problems.add(new InputProblem(place(name.toString()), "it cannot be read"));
      return next();
    }

    private FileVisitResult next() {
      if (left >= 0 && visited++ < MAX_VISITED) {
        return FileVisitResult.CONTINUE;
      }
      problems.add(new InputProblem(place(directory.toString()), "there are too many files"));
      return FileVisitResult.TERMINATE;
    }

    private static boolean isHidden(Path path) {
      return String.valueOf(path.getFileName()).startsWith(".");
    }
  }
}
