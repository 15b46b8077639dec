package dev.pullable.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.pullable.credential.Secret;
import dev.pullable.hosts.HostTls.ClientCertificate;
import dev.pullable.hosts.RegistryHost.Scheme;
import dev.pullable.hosts.RegistryHosts.Listed;
import dev.pullable.hosts.RegistryHosts.Unreadable;
import dev.pullable.reference.ImageReference;
import dev.pullable.reference.ImageReferenceParser;
import dev.pullable.registry.Endpoints;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What containerd's own code makes of a `certs.d`: `hosts/certs-d.json` was made by running it.
class HostsConformanceTest {
  private static final String ALL = "pull resolve push referrers";

  /// What only go-toml takes, TOML 1.1 and dates that nobody reads: a doubt.
  private static final Set<String> GO_TOML_ONLY =
      Set.of(
          "syntax: escape e of TOML 1.1",
          "syntax: time without seconds of TOML 1.1",
          "syntax: date");

  /// What go-toml 1 refuses and nobody writes: numbers out of range, for keys that do not exist.
  private static final Set<String> OUT_OF_RANGE =
      Set.of(
          "host: unknown = 99999999999999999999",
          "root: unknown = 99999999999999999999",
          "host: unknown = 1e999",
          "root: unknown = 1e999");

  @TempDir private Path root;

  static Stream<Named<JsonNode>> cases() throws IOException {
    try (InputStream in = HostsConformanceTest.class.getResourceAsStream("/hosts/certs-d.json")) {
      JsonNode cases = new ObjectMapper().readTree(Objects.requireNonNull(in)).required("cases");
      return StreamSupport.stream(cases.spliterator(), false)
          .map(it -> Named.of(it.required("name").asText(), it));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theSameHostsAreAskedInTheSameWayAsByContainerd(JsonNode vector) throws IOException {
    RegistryHosts answer = read(vector);
    if (vector.has("error")) {
      assertThat(answer).isInstanceOf(Unreadable.class);
    } else if (GO_TOML_ONLY.contains(vector.get("name").asText())) {
      assertThat(((Listed) answer).doubts()).containsExactly(Doubt.FILE_PASSED_OVER);
    } else {
      Listed listed = (Listed) answer;
      assertThat(listed.problem() != null).isEqualTo(vector.has("passedOver"));
      assertThat(listed.hosts().stream().map(this::row).toList()).isEqualTo(rows(vector));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void whereReleasesDifferThereIsDoubtAndOnlyThere(JsonNode vector) throws IOException {
    if (read(vector) instanceof Listed(var _, Set<Doubt> doubts, String problem)) {
      boolean differ =
          vector.has("otherwise") && !OUT_OF_RANGE.contains(vector.get("name").asText());
      assertThat(!doubts.isEmpty()).isEqualTo(differ || problem != null);
    }
  }

  private RegistryHosts read(JsonNode vector) throws IOException {
    for (Map.Entry<String, JsonNode> file : vector.required("files").properties()) {
      Path path = root.resolve(file.getKey());
      boolean directory = file.getValue().asText().equals("<dir>");
      Files.createDirectories(directory ? path : path.getParent());
      if (!directory) {
        Files.writeString(path, file.getValue().asText());
      }
    }
    String image = vector.required("host").asText() + "/team/app:1";
    ImageReference reference = (ImageReference) ImageReferenceParser.parse(image);
    return new HostsDirectory(root, new Endpoints(Set.of()), Ticker.systemTicker())
        .hosts(reference);
  }

  private Map<String, Object> row(RegistryHost host) {
    Map<String, Object> row = new TreeMap<>();
    row.put("scheme", host.scheme());
    row.put("authority", host.authority());
    row.put("path", host.scheme() == Scheme.NONE ? "" : host.path());
    row.put("capabilities", capabilities(host));
    row.put("ca", host.tls().caFiles().stream().map(this::relative).toList());
    row.put("client", host.tls().clientCertificates().stream().map(this::pair).toList());
    row.put("skipVerify", host.tls().skipVerify());
    Map<String, List<String>> headers = new HashMap<>();
    host.headers()
        .forEach((name, values) -> headers.put(name, values.stream().map(Secret::reveal).toList()));
    row.put("header", headers);
    Duration timeout = host.dialTimeout();
    row.put("dialTimeout", timeout == null ? "" : "" + timeout.toNanos());
    row.put("ns", host.mirror());
    return row;
  }

  private static List<Map<String, Object>> rows(JsonNode vector) {
    List<Map<String, Object>> rows = new ArrayList<>();
    vector.required("hosts").forEach(host -> rows.add(row(host)));
    return rows;
  }

  private static Map<String, Object> row(JsonNode host) {
    Map<String, Object> row = new TreeMap<>();
    Scheme scheme = scheme(host);
    boolean none = scheme == Scheme.NONE;
    row.put("scheme", scheme);
    // A colon without a port makes no difference to who is dialled.
    row.put("authority", host.required("authority").asText().replaceFirst("(?<=.):$", ""));
    row.put("path", none ? "" : host.path("path").asText("/v2"));
    row.put("capabilities", Set.of(host.path("capabilities").asText(ALL).split(" ")));
    row.put("ca", texts(host.path("ca")));
    row.put("client", pairs(host.path("client")));
    row.put("skipVerify", host.path("skipVerify").asBoolean());
    Map<String, List<String>> headers = new HashMap<>();
    host.path("header").properties().forEach(it -> headers.put(it.getKey(), texts(it.getValue())));
    row.put("header", headers);
    row.put("dialTimeout", host.path("dialTimeoutNanos").asText(""));
    row.put("ns", host.path("ns").asBoolean());
    return row;
  }

  private static Scheme scheme(JsonNode host) {
    if (host.required("authority").asText().isEmpty()) {
      return Scheme.NONE;
    }
    return switch (host.path("scheme").asText("https")) {
      case "https" ->
          host.path("plainHttpFallback").asBoolean() ? Scheme.HTTPS_THEN_HTTP : Scheme.HTTPS;
      case "http" -> Scheme.HTTP;
      default -> Scheme.NONE;
    };
  }

  private static Set<String> capabilities(RegistryHost host) {
    return host.capabilities().stream()
        .map(it -> it.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.toSet());
  }

  private List<String> pair(ClientCertificate client) {
    String key = client.key();
    return List.of(relative(client.certificate()), key == null ? "" : relative(key));
  }

  private String relative(String file) {
    boolean inside = file.equals(root.toString()) || file.startsWith(root + "/");
    return inside ? "DIR" + file.substring(root.toString().length()) : file;
  }

  private static List<List<String>> pairs(JsonNode array) {
    List<List<String>> pairs = new ArrayList<>();
    array.forEach(pair -> pairs.add(texts(pair)));
    return pairs;
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(it -> texts.add(it.asText()));
    return texts;
  }
}
