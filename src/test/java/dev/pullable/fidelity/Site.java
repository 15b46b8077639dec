package dev.pullable.fidelity;

import static dev.pullable.platform.Platform.of;

import dev.pullable.platform.Platform;
import dev.pullable.reference.Digest;
import dev.pullable.testregistry.Auth;
import dev.pullable.testregistry.DockerRegistry;
import dev.pullable.testregistry.JwtMint;
import dev.pullable.testregistry.RegistryPusher;
import dev.pullable.testregistry.TestAuthority;
import dev.pullable.testregistry.TestImages;
import dev.pullable.testregistry.TestRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/// The registries that the scenarios pull from: one open on http, one with htpasswd and one with
/// bearer tokens on TLS, and one with htpasswd that the node has credentials for, each with the
/// same images.
final class Site implements AutoCloseable {
  static final String USER = "ana";
  static final String PASSWORD = "s3:cret";

  private final TestAuthority authority = TestAuthority.create();
  private final TestRegistry tokens;
  final DockerRegistry open;
  final DockerRegistry basic;
  final DockerRegistry bearer;
  final DockerRegistry held;

  /// The digest of `shop/web:1.0`.
  final Digest web;

  Site() {
    tokens = TestRegistry.start(authority.leaf().serverContext());
    tokens.auth("", Auth.bearer().user(USER, PASSWORD));
    open = DockerRegistry.start();
    basic = DockerRegistry.setup().tls(authority).user(USER, PASSWORD).start();
    bearer =
        DockerRegistry.setup()
            .tls(authority)
            .tokens(tokens, new JwtMint(authority.leaf("signer")))
            .start();
    held = DockerRegistry.setup().tls(authority).user(USER, PASSWORD).start();
    try (RegistryPusher toOpen = RegistryPusher.to(open.uri());
        RegistryPusher toBasic =
            RegistryPusher.to(basic.uri(), authority.clientContext(), USER, PASSWORD);
        RegistryPusher toBearer =
            RegistryPusher.to(bearer.uri(), authority.clientContext(), USER, PASSWORD);
        RegistryPusher toHeld =
            RegistryPusher.to(held.uri(), authority.clientContext(), USER, PASSWORD)) {
      web = fill(toOpen, 2);
      fill(toBasic, 3);
      fill(toBearer, 4);
      fill(toHeld, 5);
    }
  }

  /// Writes what the node needs to trust the registries on TLS, where containerd looks for it. Of
  /// loopback hosts without it, containerd 1.6 believes that they speak http; of the open one that
  /// is written down, since other releases do not.
  ///
  /// @return the CA's certificate
  Path trust(Path certs) throws IOException {
    Path ca = Files.writeString(certs.resolve("fidelity.crt"), authority.certificatePem());
    trust(certs, open, "http", "");
    for (DockerRegistry registry : List.of(basic, bearer, held)) {
      trust(certs, registry, "https", "ca = \"" + ca + "\"");
    }
    return ca;
  }

  private static void trust(Path certs, DockerRegistry registry, String scheme, String ca)
      throws IOException {
    String url = scheme + "://localhost:" + registry.port();
    Path directory = certs.resolve("localhost_" + registry.port() + "_");
    Files.writeString(
        Files.createDirectory(directory).resolve("hosts.toml"),
        """
        server = "%s"
        %s
        [host."%s"]
          capabilities = ["pull", "resolve"]
          %s
        """
            .formatted(url, ca, url, ca));
  }

  /// Writes the node's docker config to where a kubelet looks first, before it has pulled anything,
  /// since it keeps what it read for five minutes.
  ///
  /// @param kubelet its root directory
  Path writeNodeConfig(Path kubelet) throws IOException {
    String at = "localhost:" + held.port();
    Map<String, String> entries = new LinkedHashMap<>();
    entries.put(at + "/shop", entry(PASSWORD));
    entries.put(at + "/kind", entry("of last year"));
    entries.put(at + "/kind/single", entry(PASSWORD));
    entries.put(at + "/web", entry("of last year"));
    entries.put("localhost:" + bearer.port() + "/shop/present", entry(PASSWORD));
    entries.put("localhost:" + bearer.port() + "/kind/unstated", entry("of last year"));
    entries.put("localhost:" + open.port() + "/kind/single", entry("of last year"));
    String auths =
        entries.entrySet().stream()
            .map(it -> "\"%s\":%s".formatted(it.getKey(), it.getValue()))
            .collect(Collectors.joining(","));
    return Files.writeString(kubelet.resolve("config.json"), "{\"auths\":{" + auths + "}}");
  }

  private static String entry(String password) {
    String auth = USER + ":" + password;
    return "{\"auth\":\"%s\"}"
        .formatted(Base64.getEncoder().encodeToString(auth.getBytes(StandardCharsets.UTF_8)));
  }

  String tokenServer() {
    return tokens.authority();
  }

  /// @param size tells the image that is put onto the node from those of the other registries,
  ///   which a Node would list as one
  private static Digest fill(RegistryPusher pusher, int layers) {
    Platform amd64 = of("linux", "amd64");
    Platform arm64 = of("linux", "arm64");
    Digest web = pusher.push("shop/web", "1.0", TestImages.index(amd64, arm64));
    pusher.push("shop/web", "latest", TestImages.index(amd64));
    pusher.push(
        "shop/present",
        "1.0",
        TestImages.image(amd64, LongStream.generate(() -> 512).limit(layers).toArray()));
    pusher.push("shop-evil/web", "1.0", TestImages.index(amd64));
    pusher.push("web", "1.0", TestImages.index(amd64));
    pusher.push("kind/attested", "1", TestImages.attestedIndex(amd64));
    pusher.push("kind/list", "1", TestImages.manifestList(amd64, arm64));
    pusher.push("kind/platformless", "1", TestImages.platformlessIndex(amd64));
    pusher.push("kind/platformless-arm", "1", TestImages.platformlessIndex(arm64));
    pusher.push("kind/nested", "1", TestImages.nestedIndex(amd64));
    pusher.push("kind/arm-index", "1", TestImages.index(arm64));
    pusher.push("kind/i386-index", "1", TestImages.index(of("linux", "386")));
    pusher.push("kind/windows-index", "1", TestImages.index(of("windows", "amd64")));
    pusher.push("kind/single", "1", TestImages.image(amd64));
    pusher.push("kind/docker", "1", TestImages.dockerImage(amd64));
    pusher.push("kind/docker-arm", "1", TestImages.dockerImage(arm64));
    pusher.push("kind/arm", "1", TestImages.image(arm64));
    pusher.push("kind/unstated", "1", TestImages.imageWithoutPlatform());
    pusher.push("kind/chart", "1", TestImages.helmChart("web", "1"));
    pusher.push("kind/sbom", "1", TestImages.artifact("application/spdx+json", "{}"));
    return web;
  }

  /// The repositories under `kind/`, all with the tag `1`.
  static List<String> kinds() {
    return List.of(
        "attested",
        "list",
        "platformless",
        "platformless-arm",
        "nested",
        "arm-index",
        "i386-index",
        "windows-index",
        "single",
        "docker",
        "docker-arm",
        "arm",
        "unstated",
        "chart",
        "sbom");
  }

  @Override
  public void close() throws IOException {
    open.close();
    basic.close();
    bearer.close();
    held.close();
    tokens.close();
  }
}
