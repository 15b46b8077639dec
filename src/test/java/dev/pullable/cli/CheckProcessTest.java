package dev.pullable.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.platform.Platform;
import dev.pullable.testregistry.Auth;
import dev.pullable.testregistry.TestImages;
import dev.pullable.testregistry.TestRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `check` as a program of its own, whose environment is a developer's.
class CheckProcessTest {
  private static final String PASSWORD = "c0rrect-h0rse";

  @TempDir private Path directory;
  private final TestRegistry registry = TestRegistry.start();
  private final Map<String, String> environment = new TreeMap<>();

  private record Run(int code, String out, String err) {}

  @BeforeEach
  void push() throws IOException {
    registry.push("shop/web", "1.0", TestImages.image(Platform.of("linux", "amd64"), 100));
    registry.auth("", Auth.basic().user("dev", PASSWORD));
    Files.writeString(
        directory.resolve("web.yaml"),
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec:
          imagePullSecrets: [{name: only-in-the-cluster}]
          containers:
            - {name: web, image: "%s/shop/web:1.0"}
            - {name: side, image: "%s/shop/web:9.9"}
        """
            .formatted(registry.authority(), registry.authority()));
    environment.put("PULLABLE_REGISTRIES_ALLOWEDADDRESSES", "127.0.0.0/8");
    environment.put("HOME", directory.toString());
    environment.put("DOCKER_CONFIG", directory.toString());
    environment.put("PATH", directory + ":" + System.getenv("PATH"));
  }

  @AfterEach
  void close() {
    registry.close();
  }

  @Test
  void theDockerConfigStandsInForTheClustersSecretsSoThatAMissingTagIsProven() throws Exception {
    String auth =
        Base64.getEncoder().encodeToString(("dev:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
    config("{\"auths\":{\"%s\":{\"auth\":\"%s\"}}}".formatted(registry.authority(), auth));

    Run run = check();

    assertThat(run.code()).as(run::toString).isEqualTo(1);
    assertThat(run.out()).contains("web:9.9\" cannot be pulled").contains("[TagNotFound]");
    assertThat(run.out()).doesNotContain("web:1.0\" ").contains("1 denied (");
    assertThat(run.toString()).doesNotContain(PASSWORD).doesNotContain(auth);
  }

  @Test
  void aCredentialHelperIsAsked() throws Exception {
    config("{\"credHelpers\":{\"%s\":\"mine\"}}".formatted(registry.authority()));
    Path helper =
        Files.writeString(
            directory.resolve("docker-credential-mine"),
            """
            #!/bin/sh
            read host
            echo '{"ServerURL":"x","Username":"dev","Secret":"%s"}'
            """
                .formatted(PASSWORD));
    Files.setPosixFilePermissions(helper, PosixFilePermissions.fromString("rwxr-xr-x"));

    Run run = check();

    assertThat(run.out()).as(run::toString).contains("[TagNotFound]").contains("1 denied (");
    assertThat(run.toString()).doesNotContain(PASSWORD);
  }

  @Test
  void whatTheDockerConfigDoesNotLetInIsDoubt() throws Exception {
    Run run = check();

    assertThat(run.code()).as(run::toString).isZero();
    assertThat(run.out()).contains("[CredentialsMissing]").contains("2 warned (");
    assertThat(run.err()).contains("No cluster was asked");
  }

  @Test
  void aConfigThatCannotBeReadIsTold() throws Exception {
    config("{\"auths\": [\"" + PASSWORD);

    Run run = check();

    assertThat(run.code()).as(run::toString).isZero();
    assertThat(run.err()).contains("config.json cannot be read as a docker config");
    assertThat(run.toString()).doesNotContain(PASSWORD);
  }

  @Test
  void loopbackIsAnotherMachineOnANode() throws Exception {
    environment.remove("PULLABLE_REGISTRIES_ALLOWEDADDRESSES");

    Run run = check();

    assertThat(run.code()).as(run::toString).isZero();
    assertThat(run.out()).contains("[AddressNotAllowed]");
    assertThat(registry.requests()).isEmpty();
  }

  @Test
  void itStartsWithoutASpringContext() throws Exception {
    Path classes = directory.resolve("classes.txt");

    Run run = check("-Xlog:class+load:file=" + classes);

    assertThat(run.code()).as(run::toString).isZero();
    assertThat(Files.readString(classes))
        .contains("dev.pullable.cli.CheckCommand ")
        .doesNotContain("org.springframework.context.support.AbstractApplicationContext ")
        .doesNotContain("org.springframework.boot.SpringApplication ");
  }

  private void config(String text) throws IOException {
    Files.writeString(directory.resolve("config.json"), text);
  }

  private Run check(String... flags) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of(flags));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.pullable.Main"));
    command.addAll(List.of("check", directory.resolve("web.yaml").toString()));
    command.add("--set=pullable.registries.plain-http=" + registry.authority());
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    int code = builder.start().waitFor();
    return new Run(code, Files.readString(out), Files.readString(err));
  }
}
