package dev.pullable.resolution;

import dev.pullable.credential.Keyring;
import dev.pullable.credential.PullSecret;
import dev.pullable.deadline.Deadline;
import dev.pullable.platform.EligiblePlatforms;
import dev.pullable.platform.Platform;
import dev.pullable.reference.Digest;
import dev.pullable.registry.ConfigAnswer;
import dev.pullable.registry.Endpoints;
import dev.pullable.registry.Manifest;
import dev.pullable.registry.ManifestAnswer;
import dev.pullable.registry.Registry;
import dev.pullable.registry.Routes;
import dev.pullable.resolution.PullContext.Secrets;
import dev.pullable.workload.ContainerImage;
import dev.pullable.workload.ContainerImage.PullPolicy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// One image of a Pod in namespace `shop`, before a registry that answers as told.
final class FakePull {
  private static final Manifest.Descriptor CONFIG =
      new Manifest.Descriptor(digest('c'), "application/vnd.oci.image.config.v1+json", 2);

  final List<Registry.ManifestRequest> asked = new ArrayList<>();
  private final List<PullSecret> secrets = new ArrayList<>();
  private final List<String> named = new ArrayList<>();
  private final List<String> missing = new ArrayList<>();
  private Function<Registry.ManifestRequest, ManifestAnswer> registry = _ -> found('0');
  private TokenExpiry expiry = TokenExpiry.NOT_FORESEEN;
  private Routes routes = new Endpoints(Set.of());

  static Digest digest(char digit) {
    return new Digest("sha256", String.valueOf(digit).repeat(64));
  }

  static ManifestAnswer found(char digit) {
    return new ManifestAnswer.Found(digest(digit), new Manifest.Image(CONFIG, 1, 100));
  }

  FakePull answers(Function<Registry.ManifestRequest, ManifestAnswer> registry) {
    this.registry = registry;
    return this;
  }

  FakePull expiry(TokenExpiry expiry) {
    this.expiry = expiry;
    return this;
  }

  FakePull missing(String name) {
    named.add(name);
    missing.add(name);
    return this;
  }

  /// With `'` for `"` in its value.
  FakePull secret(String name, String type, String value) {
    named.add(name);
    byte[] data = value.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    secrets.add(new PullSecret("shop", name, type, Map.of(".dockerconfigjson", data)));
    return this;
  }

  FakePull json(String name, String value) {
    return secret(name, "kubernetes.io/dockerconfigjson", value);
  }

  FakePull entry(String name, String key, String password) {
    return json(name, "{'auths':{'%s':{'username':'u','password':'%s'}}}".formatted(key, password));
  }

  Resolution resolve(String image) {
    Platform platform = Platform.of("linux", "amd64");
    return new ImageResolver(
            new PullPlanner(routes),
            registry(),
            new NodeCredentials(List.of()),
            AllowedRegistries.ALL,
            _ -> Wanted.NOTHING,
            InstantSource.system(),
            expiry)
        .resolve(
            new ContainerImage(
                "spec.containers[0].image",
                ContainerImage.Kind.CONTAINER,
                "c",
                image,
                PullPolicy.ALWAYS),
            new PullContext(
                "shop",
                Keyring.of(secrets),
                new Secrets(named, missing, List.of(), Optional.empty(), false),
                new EligiblePlatforms(
                    List.of(new EligiblePlatforms.Group(platform, List.of("n"))), List.of())),
            Deadline.in(Duration.ofSeconds(10)));
  }

  private Registry registry() {
    return new Registry() {
      @Override
      public ManifestAnswer manifest(ManifestRequest request, Deadline deadline) {
        asked.add(request);
        return registry.apply(request);
      }

      @Override
      public ConfigAnswer config(ConfigRequest request, Deadline deadline) {
        return new ConfigAnswer.Found(Platform.of("linux", "amd64"), 1);
      }
    };
  }
}
