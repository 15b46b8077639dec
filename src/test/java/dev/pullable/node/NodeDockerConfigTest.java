package dev.pullable.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.credential.Credential;
import dev.pullable.credential.NodeConfig;
import dev.pullable.credential.NodeCredentialSource.Known;
import dev.pullable.credential.NodeCredentialSource.Unknown;
import dev.pullable.deadline.Deadline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeDockerConfigTest {
  private static final Unknown UNREADABLE =
      new Unknown("the docker config of the nodes cannot be read");

  @TempDir private Path directory;
  private final AtomicLong clock = new AtomicLong();

  @Test
  void itsEntriesComeInTheKeyringsOrder() throws IOException {
    write("{\"auths\":{\"reg.io\":{\"username\":\"1\"},\"reg.io/a\":{\"auth\":\"Mjp4\"}}}");
    Known known = (Known) lookup(config(), "reg.io/a/b");
    assertThat(known.credentials()).extracting(Credential::username).containsExactly("2", "1");
    assertThat(known.credentials().getFirst().source())
        .isEqualTo(new Credential.Source(Credential.Origin.NODE_CONFIG, "config.json", "reg.io/a"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "null", "{\"auths\":{}}", "{\"auths\":{\"other.io\":{}}}"})
  void aConfigMayHoldNothingForAnImage(String json) throws IOException {
    write(json);
    assertThat(lookup(config(), "reg.io/a")).isEqualTo(new Known(List.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "[]", "{\"auths\":{\"r\":{\"auth\":\"sesame\"}}}", "{\"auths\":[]}"})
  void aMalformedOneIsDoubt(String json) throws IOException {
    write(json);
    assertThat(lookup(config(), "reg.io/a")).isEqualTo(UNREADABLE);
  }

  @Test
  void oneThatIsNotThereOrTooLargeOrNoFileIsDoubt() throws IOException {
    NodeDockerConfig config = config();
    assertThat(lookup(config, "reg.io/a")).isEqualTo(UNREADABLE);
    write("{}" + " ".repeat(NodeConfig.LARGEST - 2));
    assertThat(lookup(config, "reg.io/a")).isEqualTo(new Known(List.of()));
    write("{}" + " ".repeat(NodeConfig.LARGEST - 1));
    assertThat(lookup(config, "reg.io/a")).isEqualTo(UNREADABLE);
    Files.delete(file());
    Files.createDirectory(file());
    assertThat(lookup(config, "reg.io/a")).isEqualTo(UNREADABLE);
  }

  @Test
  void aPipeHoldsNobodyUp() throws Exception {
    assertThat(new ProcessBuilder("mkfifo", file().toString()).start().waitFor()).isZero();
    assertThat(lookup(config(), "reg.io/a")).isEqualTo(UNREADABLE);
  }

  @Test
  void whatAKubeletSwapsBelowASymbolicLinkIsSeen() throws IOException {
    publish("one", "1");
    Files.createSymbolicLink(file(), Path.of("..data", "config.json"));
    NodeDockerConfig config = config();
    assertThat(user(config)).isEqualTo("1");
    publish("two", "2");
    assertThat(user(config)).isEqualTo("2");
  }

  @Test
  void theFileIsNotReadForEachReview() throws IOException {
    write("{\"auths\":{\"reg.io\":{\"username\":\"1\"}}}");
    NodeDockerConfig config = new NodeDockerConfig(file(), Duration.ofSeconds(1), clock::get);
    write("{\"auths\":{\"reg.io\":{\"username\":\"2\"}}}");
    clock.set(Duration.ofMillis(999).toNanos());
    assertThat(user(config)).isEqualTo("1");
    clock.set(Duration.ofMillis(1000).toNanos());
    assertThat(user(config)).isEqualTo("2");
  }

  /// As kubelet's atomic writer does: a new directory, and a link that is renamed over the old one.
  private void publish(String name, String username) throws IOException {
    Path version = Files.createDirectory(directory.resolve(name));
    Files.writeString(
        version.resolve("config.json"),
        "{\"auths\":{\"reg.io\":{\"username\":\"" + username + "\"}}}");
    Path link = Files.createSymbolicLink(directory.resolve("..tmp"), Path.of(name));
    Files.move(link, directory.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
  }

  private NodeDockerConfig config() {
    return new NodeDockerConfig(file(), Duration.ZERO, clock::get);
  }

  private Path file() {
    return directory.resolve("config.json");
  }

  private void write(String json) throws IOException {
    Files.writeString(file(), json);
  }

  private static String user(NodeDockerConfig config) {
    return ((Known) lookup(config, "reg.io/a")).credentials().getFirst().username();
  }

  private static Object lookup(NodeDockerConfig config, String repository) {
    return config.lookup(repository, Deadline.in(Duration.ofSeconds(10)));
  }
}
