package dev.pullable.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `src/main/scripts/kubectl-pullable`, with a java that only tells how it was called.
class LaunchScriptTest {
  private static final Path SCRIPT = Path.of("src/main/scripts/kubectl-pullable");

  @TempDir private Path root;
  private Path jar;
  private Path script;
  private final Map<String, String> environment = new TreeMap<>();

  private record Run(int code, String out, String err) {}

  @BeforeEach
  void install() throws IOException {
    Path bin = Files.createDirectories(root.resolve("a bin"));
    script = Files.copy(SCRIPT, bin.resolve("kubectl-pullable"));
    executable(script);
    jar = Files.writeString(bin.resolve("pullable.jar"), "a jar");
    environment.put("XDG_CACHE_HOME", root.resolve("cache").toString());
    environment.put("JAVA_HOME", java("jdk", "25.0.3").toString());
    environment.put("PATH", System.getenv("PATH"));
  }

  private static void executable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /// A JDK of a version, whose java takes the jar apart and makes the cache that it is told to, or
  /// tells its arguments, and ends with 7.
  private Path java(String name, String version) throws IOException {
    Path home = root.resolve(name);
    Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
    Files.writeString(
        java,
        """
        #!/bin/sh
        if [ "$1" = -version ]; then
          echo 'openjdk version "%s" 2026-01-01' >&2
          exit
        fi
        for argument in "$@"; do
          last=$argument
        done
        if [ "$2" = -Djarmode=tools ]; then
          mkdir -p "$last/lib" && cp "$4" "$last/"
          exit
        fi
        for argument in "$@"; do
          echo "[$argument]"
          case $argument in -XX:ArchiveClassesAtExit=*) echo classes > "${argument#*=}" ;; esac
        done
        exit 7
        """
            .formatted(version));
    executable(java);
    return home;
  }

  private Run run(String... arguments) throws IOException, InterruptedException {
    return run(script, arguments);
  }

  private Run run(Path program, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    Path out = root.resolve("out");
    Path err = root.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    int code = builder.start().waitFor();
    return new Run(code, Files.readString(out), Files.readString(err));
  }

  @Test
  void argumentsAndTheExitCodeAreHandedOn() throws Exception {
    Run run = run("explain", "nginx 1", "*", "");

    assertThat(run.out()).contains("/pullable.jar]\n[explain]\n[nginx 1]\n[*]\n[]\n");
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isEqualTo(7);
  }

  @Test
  void whatTheFirstRunKeepsIsUsedByTheSecond() throws Exception {
    assertThat(run("x").out()).contains("-XX:ArchiveClassesAtExit=");

    Run second = run("x");

    assertThat(second.out())
        .contains("-XX:SharedArchiveFile=")
        .doesNotContain("AtExit")
        .doesNotContain("[" + jar + "]");
    assertThat(second.code()).isEqualTo(7);
  }

  @Test
  void anotherJarMakesAnotherCacheAndOneOnlyIsKept() throws Exception {
    run("x");
    Files.writeString(jar, "another jar");

    assertThat(run("x").out()).contains("-XX:ArchiveClassesAtExit=");

    try (var files = Files.list(root.resolve("cache/pullable"))) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void withoutAPlaceForACacheItRunsWithout() throws Exception {
    Files.writeString(root.resolve("file"), "");
    environment.put("XDG_CACHE_HOME", root.resolve("file").toString());

    Run run = run("x");

    assertThat(run.out()).contains("[" + jar + "]\n[x]").doesNotContain("Archive");
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isEqualTo(7);
  }

  @Test
  void inAPipelineNothingIsKept() throws Exception {
    environment.put("CI", "true");

    assertThat(run("x").out()).contains("[" + jar + "]\n[x]").doesNotContain("Archive");
    assertThat(root.resolve("cache")).doesNotExist();
  }

  @Test
  void anOlderJavaIsNotTried() throws Exception {
    environment.put("JAVA_HOME", java("old", "21.0.2").toString());

    Run run = run("x");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("old/bin/java is Java 21.0.2", "25 or newer", "JAVA_HOME");
  }

  @Test
  void theJavaOnThePathCountsWithoutAJavaHome() throws Exception {
    Path home = java("path", "25");
    environment.put("PATH", home.resolve("bin") + ":" + System.getenv("PATH"));
    environment.remove("JAVA_HOME");

    assertThat(run("x").out()).contains("[x]");
  }

  @Test
  void aJarThatIsNotThereIsNamed() throws Exception {
    Files.delete(jar);
    assertThat(run("x").err()).contains("there is no pullable.jar beside", "PULLABLE_JAR");

    environment.put("PULLABLE_JAR", "/nowhere/pullable.jar");
    assertThat(run("x").err()).contains("/nowhere/pullable.jar");
  }

  @Test
  void aLinkToItFindsTheJar() throws Exception {
    Path link = Files.createDirectories(root.resolve("links")).resolve("pullable");
    Files.createSymbolicLink(link, Path.of("../a bin/kubectl-pullable"));

    environment.put("CI", "true");
    assertThat(run(link, "x").out()).contains("[" + jar + "]");
  }

  @Test
  void kubectlRunsItAsItsPlugin() throws Exception {
    environment.put("PATH", script.getParent() + ":" + System.getenv("PATH"));

    Run run = run(Path.of("kubectl"), "pullable", "explain", "nginx:1.27", "-n", "shop");

    assertThat(run.out()).contains("[explain]\n[nginx:1.27]\n[-n]\n[shop]\n");
    assertThat(run.code()).isEqualTo(7);
  }
}
