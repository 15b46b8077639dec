package dev.pullable.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pullable.admission.AdmissionReviewReader;
import dev.pullable.admission.AdmissionReviewer;
import dev.pullable.credential.CredentialFingerprint;
import dev.pullable.credential.PullSecret;
import dev.pullable.credential.PullSecrets;
import dev.pullable.deadline.Deadline;
import dev.pullable.platform.Node;
import dev.pullable.platform.NodeEligibility;
import dev.pullable.platform.NodePlatforms;
import dev.pullable.platform.Platform;
import dev.pullable.platform.RuntimeClassScheduling;
import dev.pullable.policy.Policy;
import dev.pullable.reference.Digest;
import dev.pullable.registry.ConfigAnswer;
import dev.pullable.registry.Endpoints;
import dev.pullable.registry.Manifest;
import dev.pullable.registry.ManifestAnswer;
import dev.pullable.registry.ManifestCache;
import dev.pullable.registry.Registry;
import dev.pullable.registry.SingleFlightRegistry;
import dev.pullable.registry.jib.JibRegistry;
import dev.pullable.resolution.ImageResolver;
import dev.pullable.resolution.NodeCredentials;
import dev.pullable.resolution.PullContextReader;
import dev.pullable.resolution.PullPlanner;
import dev.pullable.review.WorkloadReviewer;
import dev.pullable.testregistry.OnLoopback;
import dev.pullable.testregistry.TestRegistry;
import dev.pullable.workload.WorkloadReader;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionReviewBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// One warm review, from the bytes that were posted to the JSON of the answer: with a registry that
/// answers from memory, and with one that is asked over plain http, in the same process.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Benchmark)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ReviewBenchmark {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AdmissionReviewReader reader = new AdmissionReviewReader();
  private TestRegistry registry;
  private JibRegistry jib;
  private byte[] review;
  private AdmissionReviewer fromMemory;
  private AdmissionReviewer overHttp;

  @Setup(Level.Trial)
  public void start() {
    registry = SampleReview.fill(TestRegistry.start());
    review = SampleReview.of(registry.authority());
    CredentialFingerprint fingerprint = new CredentialFingerprint();
    jib =
        new JibRegistry(
            OnLoopback.settings(List.of(), Duration.ofSeconds(2)),
            fingerprint,
            new ManifestCache(1 << 20));
    fromMemory = reviewer(new Memory());
    overHttp =
        reviewer(
            new SingleFlightRegistry(
                jib,
                it -> it == null ? CredentialFingerprint.ANONYMOUS : fingerprint.of(it),
                threads));
  }

  @Benchmark
  public String registryInMemory() {
    return review(fromMemory);
  }

  @Benchmark
  public String registryOverHttp() {
    return review(overHttp);
  }

  /// What reading costs alone.
  @Benchmark
  public AdmissionReviewReader.Posted read() {
    return reader.read(review);
  }

  @TearDown(Level.Trial)
  public void stop() throws IOException {
    jib.close();
    registry.close();
    threads.shutdownNow();
  }

  private String review(AdmissionReviewer reviewer) {
    if (!(reader.read(review) instanceof AdmissionReviewReader.Posted.Request(var request))) {
      throw new IllegalStateException("malformed");
    }
    var response = reviewer.review(request, Deadline.in(Duration.ofSeconds(10)));
    if (!response.getAllowed() || !response.getWarnings().isEmpty()) {
      throw new IllegalStateException("not admitted: " + response);
    }
    return reader.write(new AdmissionReviewBuilder().withResponse(response).build());
  }

  private AdmissionReviewer reviewer(Registry asked) {
    Cluster cluster = new Cluster(registry.authority());
    return new AdmissionReviewer(
        new WorkloadReader(Set.of("auto")),
        new WorkloadReviewer(
            new PullContextReader(cluster, new NodeEligibility(cluster, List.of(), false)),
            new ImageResolver(
                new PullPlanner(new Endpoints(Set.of(registry.authority()))),
                asked,
                new NodeCredentials(List.of())),
            _ -> Policy.DEFAULT,
            threads));
  }

  /// One Node, one ServiceAccount, and one pull secret for the registry.
  private record Cluster(String registry) implements PullSecrets, NodePlatforms {
    @Override
    public SecretAnswer secret(String namespace, String name, Deadline deadline) {
      String config = "{\"auths\":{\"" + registry + "\":{\"auth\":\"dXNlcjpwYXNzdzByZA==\"}}}";
      return new SecretAnswer.Found(
          new PullSecret(
              namespace,
              name,
              "kubernetes.io/dockerconfigjson",
              Map.of(".dockerconfigjson", config.getBytes(UTF_8))));
    }

    @Override
    public ServiceAccountAnswer serviceAccount(String namespace, String name, Deadline deadline) {
      return new ServiceAccountAnswer.Found(List.of());
    }

    @Override
    public List<Node> nodes() {
      Map<String, String> labels = Map.of("kubernetes.io/os", "linux");
      return List.of(
          new Node("node-1", labels, List.of(), Platform.of("linux", "amd64"), Set.of()));
    }

    @Override
    public Optional<RuntimeClassScheduling> runtimeClass(String name) {
      return Optional.empty();
    }
  }

  /// A registry that has every image, for one platform.
  private static final class Memory implements Registry {
    private final Digest digest = new Digest("sha256", "0123456789abcdef".repeat(4));
    private final Manifest index =
        new Manifest.Index(
            List.of(
                new Manifest.Entry(
                    new Manifest.Descriptor(
                        digest, "application/vnd.oci.image.manifest.v1+json", 1024),
                    Optional.of(Platform.of("linux", "amd64")),
                    false)));

    @Override
    public ManifestAnswer manifest(ManifestRequest request, Deadline deadline) {
      return new ManifestAnswer.Found(digest, index);
    }

    @Override
    public ConfigAnswer config(ConfigRequest request, Deadline deadline) {
      return new ConfigAnswer.Found(Platform.of("linux", "amd64"), 1);
    }
  }
}
