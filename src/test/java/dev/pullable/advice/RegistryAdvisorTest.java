package dev.pullable.advice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pullable.advice.Advice.Instead;
import dev.pullable.advice.Advice.Instead.Kind;
import dev.pullable.credential.Credential;
import dev.pullable.credential.Keyring;
import dev.pullable.credential.NodeCredentialSource;
import dev.pullable.credential.PullSecrets;
import dev.pullable.credential.Secret;
import dev.pullable.deadline.Deadline;
import dev.pullable.platform.EligiblePlatforms;
import dev.pullable.platform.Node;
import dev.pullable.platform.NodeEligibility;
import dev.pullable.platform.NodePlatforms;
import dev.pullable.platform.Placement;
import dev.pullable.platform.Platform;
import dev.pullable.platform.RuntimeClassScheduling;
import dev.pullable.reference.Digest;
import dev.pullable.registry.ConfigAnswer;
import dev.pullable.registry.Endpoints;
import dev.pullable.registry.Manifest;
import dev.pullable.registry.ManifestAnswer;
import dev.pullable.registry.NamesAnswer;
import dev.pullable.registry.Refusal;
import dev.pullable.registry.Registry;
import dev.pullable.resolution.ImageResolver;
import dev.pullable.resolution.NodeCredentials;
import dev.pullable.resolution.PullContext;
import dev.pullable.resolution.PullPlanner;
import dev.pullable.workload.ContainerImage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RegistryAdvisorTest {
  private static final Digest DIGEST = new Digest("sha256", "0".repeat(64));

  private static final Manifest INDEX =
      new Manifest.Index(
          List.of(
              new Manifest.Entry(
                  new Manifest.Descriptor(DIGEST, "application/vnd.oci.image.manifest.v1+json", 7),
                  Optional.of(Platform.of("linux", "amd64")),
                  false)));

  private final List<String> asked = new ArrayList<>();
  private Set<String> images = Set.of();
  private boolean mayRead = true;
  private NodeCredentialSource nodes = NodeCredentialSource.NONE;

  /// Says 401 of what is not there, as Docker Hub does, or 404 to who shows a credential.
  private final class Hub implements Registry {
    @Override
    public ManifestAnswer manifest(ManifestRequest request, Deadline deadline) {
      String image = request.endpoint().authority() + "/" + request.repository();
      asked.add("manifest " + image + ":" + request.reference());
      if (images.contains(image)) {
        return new ManifestAnswer.Found(DIGEST, INDEX);
      }
      return request.credential() == null
          ? new Refusal.Unauthorized(false)
          : new Refusal.NotFound(Refusal.NotFound.Missing.MANIFEST);
    }

    @Override
    public ConfigAnswer config(ConfigRequest request, Deadline deadline) {
      throw new AssertionError(request);
    }

    @Override
    public NamesAnswer names(NamesRequest request, Deadline deadline) {
      asked.add("names " + request.repository());
      return NamesAnswer.Names.NONE;
    }
  }

  private final class Secrets implements PullSecrets {
    @Override
    public SecretAnswer secret(String namespace, String name, Deadline deadline) {
      asked.add("secret " + namespace + "/" + name);
      return new SecretAnswer.Missing();
    }

    @Override
    public ServiceAccountAnswer serviceAccount(String namespace, String name, Deadline deadline) {
      throw new AssertionError(name);
    }

    @Override
    public boolean mayRead(String namespace) {
      return mayRead;
    }
  }

  private static final class NoNodes implements NodePlatforms {
    @Override
    public List<Node> nodes() {
      return List.of();
    }

    @Override
    public Optional<RuntimeClassScheduling> runtimeClass(String name) {
      return Optional.empty();
    }
  }

  private Advice advise(String written) {
    Registry hub = new Hub();
    ImageResolver resolver =
        new ImageResolver(
            new PullPlanner(new Endpoints(Set.of())), hub, new NodeCredentials(List.of(), nodes));
    ContainerImage image =
        new ContainerImage(
            "spec.containers[0].image",
            ContainerImage.Kind.CONTAINER,
            "c",
            written,
            ContainerImage.PullPolicy.ALWAYS);
    EligiblePlatforms anywhere =
        new NodeEligibility(new NoNodes(), List.of(), false).of(Placement.ANYWHERE);
    PullContext context =
        new PullContext(
            "shop",
            Keyring.of(List.of()),
            new PullContext.Secrets(List.of(), List.of(), List.of(), Optional.empty(), false),
            anywhere);
    Deadline deadline = Deadline.in(Duration.ofSeconds(20));
    Refused refused =
        Refused.of(image, resolver.resolve(image, context, deadline), context, false).orElseThrow();
    asked.clear();
    return new RegistryAdvisor(
            resolver, hub, new Secrets(), new SearchedRegistries(List.of("reg.example.com/team")))
        .advise(refused, deadline);
  }

  @Test
  void anOfficialImageThatIsAlmostSpeltLikeThatIsTold() {
    images = Set.of("registry-1.docker.io/library/nginx");
    assertThat(advise("ngiinx:1.27").instead())
        .containsExactly(new Instead(Kind.REPOSITORY, "nginx:1.27", DIGEST));
    assertThat(asked).noneMatch(it -> it.startsWith("names"));
  }

  @Test
  void anImageWithoutItsRegistryIsFoundWhereTheOperatorSays() {
    images = Set.of("reg.example.com/team/my-app");
    assertThat(advise("my-app:2.0").instead())
        .containsExactly(new Instead(Kind.REGISTRY, "reg.example.com/team/my-app:2.0", DIGEST));
  }

  @Test
  void freeNamesAreLookedForInTheNamespaceAlone() {
    assertThat(advise("my-app:2.0").newSecret()).contains("regcred");
    assertThat(asked)
        .filteredOn(it -> it.startsWith("secret"))
        .containsExactly("secret shop/regcred", "secret shop/docker.io", "secret shop/docker.io-2");
  }

  @Test
  void whereSecretsMayNotBeReadNoneIsLookedFor() {
    mayRead = false;
    assertThat(advise("my-app:2.0").newSecret()).isEmpty();
    assertThat(asked).noneMatch(it -> it.startsWith("secret"));
  }

  @Test
  void nothingIsListedWithWhatANodeHolds() {
    nodes =
        (_, _) ->
            new NodeCredentialSource.Known(
                List.of(
                    new Credential(
                        "node",
                        new Secret("x"),
                        new Credential.Source(
                            Credential.Origin.NODE_CONFIG, "config.json", "reg.example.com"))));
    assertThat(advise("reg.example.com/app:lates").instead()).isEmpty();
    assertThat(asked).noneMatch(it -> it.startsWith("names"));
    // It is there, and so no other is meant.
    images = Set.of("registry-1.docker.io/library/mono");
    assertThat(advise("mongo:7").instead()).isEmpty();
  }
}
