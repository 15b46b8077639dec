package dev.pullable.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.pullable.hosts.RegistryHost.Scheme;
import dev.pullable.hosts.RegistryHosts.Listed;
import dev.pullable.hosts.RegistryHosts.Unreadable;
import dev.pullable.reference.ImageReference;
import dev.pullable.reference.ImageReferenceParser;
import dev.pullable.registry.Endpoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostsDirectoryTest {
  private static final ImageReference IMAGE = reference("reg.example.com/team/app:1");

  @TempDir private Path root;
  private final AtomicLong nanos = new AtomicLong();
  private HostsDirectory directory;

  @BeforeEach
  void open() {
    directory = open(root, Set.of());
  }

  @Test
  void aChangeIsSeenAfterASecond() throws IOException {
    write("reg.example.com/hosts.toml", mirror("one.example.com"));
    assertThat(asked()).containsExactly("one.example.com", "reg.example.com");

    write("reg.example.com/hosts.toml", mirror("two.example.com"));
    nanos.addAndGet(Duration.ofMillis(900).toNanos());
    assertThat(asked()).containsExactly("one.example.com", "reg.example.com");
    nanos.addAndGet(Duration.ofMillis(200).toNanos());
    assertThat(asked()).containsExactly("two.example.com", "reg.example.com");
  }

  @Test
  void aDirectoryThatComesLaterIsSeen() throws IOException {
    assertThat(asked()).containsExactly("reg.example.com");
    write("_default/hosts.toml", mirror("one.example.com"));
    nanos.addAndGet(Duration.ofSeconds(2).toNanos());
    assertThat(asked()).containsExactly("one.example.com", "reg.example.com");
  }

  /// A ConfigMap's volume: files are links through `..data`, which is replaced as a whole.
  @Test
  void theLinksOfAConfigMapAreFollowed() throws IOException {
    write("..v1/reg.example.com/hosts.toml", mirror("one.example.com"));
    write("..v2/reg.example.com/hosts.toml", mirror("two.example.com"));
    Files.createSymbolicLink(root.resolve("..data"), Path.of("..v1"));
    Files.createSymbolicLink(root.resolve("reg.example.com"), Path.of("..data/reg.example.com"));
    assertThat(asked()).containsExactly("one.example.com", "reg.example.com");

    Path next = Files.createSymbolicLink(root.resolve("..next"), Path.of("..v2"));
    Files.move(next, root.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    nanos.addAndGet(Duration.ofSeconds(2).toNanos());
    assertThat(asked()).containsExactly("two.example.com", "reg.example.com");
  }

  @Test
  void aRootThatIsNotThereSaysNothing() {
    HostsDirectory none = open(root.resolve("missing"), Set.of());
    assertThat(((Listed) none.hosts(IMAGE)).hosts())
        .singleElement()
        .satisfies(host -> assertThat(host.scheme()).isEqualTo(Scheme.HTTPS))
        .satisfies(host -> assertThat(host.mirror()).isFalse());
  }

  @Test
  void aFileThatIsTooLongIsNotRead() throws IOException {
    write("reg.example.com/hosts.toml", "#" + "x".repeat(256 * 1024));
    assertThat(directory.hosts(IMAGE)).isInstanceOf(Unreadable.class);
  }

  @Test
  void aLoopOfLinksIsNotRead() throws IOException {
    Files.createSymbolicLink(root.resolve("reg.example.com"), Path.of("reg.example.com"));
    assertThat(directory.hosts(IMAGE)).isInstanceOf(Unreadable.class);
  }

  @Test
  void aLinkToNowhereIsNoDirectory() throws IOException {
    Files.createSymbolicLink(root.resolve("reg.example.com"), Path.of("missing"));
    assertThat(asked()).containsExactly("reg.example.com");
  }

  @Test
  void aBrokenFileIsPassedOverAndNothingOfItIsQuoted() throws IOException {
    write("reg.example.com/hosts.toml", mirror("m.example.com") + "[header]\na = 'hunter2\n");
    Listed listed = (Listed) directory.hosts(IMAGE);
    assertThat(asked()).containsExactly("reg.example.com");
    assertThat(listed.doubts()).containsExactly(Doubt.FILE_PASSED_OVER);
    assertThat(listed.problem()).contains("line 3").doesNotContain("hunter2");
  }

  @Test
  void noHeaderIsShown() throws IOException {
    write(
        "reg.example.com/hosts.toml",
        mirror("user:hunter2@m.example.com") + "header = { Authorization = ['hunter2'] }\n");
    Listed listed = (Listed) directory.hosts(IMAGE);
    RegistryHost host = listed.hosts().getFirst();
    assertThat(host.headers().get("Authorization"))
        .singleElement()
        .extracting("reveal")
        .isEqualTo("hunter2");
    assertThat(listed.toString()).contains("m.example.com").doesNotContain("hunter2");
  }

  @ParameterizedTest
  @CsvSource({
    "'[\"pull\"]', false, reg.example.com",
    "'[\"pull\"]', true, m.example.com reg.example.com",
    "'[\"resolve\"]', true, reg.example.com",
    "'[\"resolve\"]', false, reg.example.com",
    "'[\"pull\", \"resolve\"]', false, m.example.com reg.example.com",
    "'[\"push\"]', true, reg.example.com"
  })
  void aHostIsAskedForWhatItMayDo(String capabilities, boolean byDigest, String asked)
      throws IOException {
    write(
        "reg.example.com/hosts.toml",
        mirror("m.example.com") + "capabilities = " + capabilities + "\n");
    Listed listed = (Listed) directory.hosts(IMAGE);
    assertThat(listed.asked(byDigest))
        .extracting(RegistryHost::authority)
        .containsExactly(asked.split(" "));
  }

  @Test
  void nobodyIsAskedWhereNobodyMay() throws IOException {
    write("_default/hosts.toml", "server = 'https://up'\ncapabilities = ['push']\n[host]\n");
    assertThat(((Listed) directory.hosts(IMAGE)).asked(true)).isEmpty();
  }

  @Test
  void aRegistryOfPlainHttpIsTriedByTlsFirstOnlyIfTlsIsSetUp() throws IOException {
    HostsDirectory plain = open(root, Set.of("reg.example.com"));
    assertThat(last(plain).scheme()).isEqualTo(Scheme.HTTP);
    write("reg.example.com/ca.crt", "");
    nanos.addAndGet(Duration.ofSeconds(2).toNanos());
    assertThat(last(plain).scheme()).isEqualTo(Scheme.HTTPS_THEN_HTTP);
  }

  @Test
  void aHostWithAnUnderscoreIsLookedUpAsContainerdDials() throws IOException {
    write("my_reg.example.com/hosts.toml", mirror("m.example.com"));
    Listed listed = (Listed) directory.hosts(reference("my_reg.example.com/app:1"));
    assertThat(listed.hosts())
        .extracting(RegistryHost::authority)
        .containsExactly("m.example.com", "my_reg.example.com");
  }

  @Test
  void aReaderNeverSeesHalfAFileThatIsReplaced() throws Exception {
    write("_default/hosts.toml", mirror("a.example.com"));
    HostsDirectory live = new HostsDirectory(root, new Endpoints(Set.of()), nanos::incrementAndGet);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<RegistryHosts>> answers =
          IntStream.range(0, 300)
              .mapToObj(i -> threads.submit(() -> live.hosts(reference("r" + i % 7 + ".io/a"))))
              .toList();
      for (int i = 0; i < 20; i++) {
        write("next", mirror("a.example.com") + "#" + "x".repeat(i * 1000));
        Files.move(
            root.resolve("next"),
            root.resolve("_default/hosts.toml"),
            StandardCopyOption.ATOMIC_MOVE);
      }
      for (Future<RegistryHosts> answer : answers) {
        assertThat(((Listed) answer.get()).hosts()).hasSize(2);
      }
    }
  }

  private RegistryHost last(HostsDirectory from) {
    return ((Listed) from.hosts(IMAGE)).hosts().getLast();
  }

  private List<String> asked() {
    return ((Listed) directory.hosts(IMAGE)).hosts().stream().map(RegistryHost::authority).toList();
  }

  private HostsDirectory open(Path at, Set<String> plainHttp) {
    Ticker ticker = nanos::get;
    return new HostsDirectory(at, new Endpoints(plainHttp), ticker);
  }

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private static String mirror(String authority) {
    return "[host.\"https://" + authority + "\"]\n";
  }

  private static ImageReference reference(String image) {
    return (ImageReference) ImageReferenceParser.parse(image);
  }
}
