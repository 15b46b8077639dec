package dev.pullable.warmup;

import dev.pullable.admission.AdmissionReviewReader;
import dev.pullable.admission.AdmissionReviewReader.Posted;
import dev.pullable.admission.AdmissionReviewer;
import dev.pullable.credential.CredentialFingerprint;
import dev.pullable.deadline.Deadline;
import dev.pullable.platform.NodeEligibility;
import dev.pullable.policy.Policy;
import dev.pullable.registry.AddressRules;
import dev.pullable.registry.BreakingRegistry;
import dev.pullable.registry.EgressProxies;
import dev.pullable.registry.Endpoints;
import dev.pullable.registry.KnownTokenServers;
import dev.pullable.registry.LimitedRegistry;
import dev.pullable.registry.ManifestCache;
import dev.pullable.registry.RegistryEvents;
import dev.pullable.registry.SingleFlightRegistry;
import dev.pullable.registry.jib.JibRegistry;
import dev.pullable.registry.jib.RegistrySettings;
import dev.pullable.resolution.ImageResolver;
import dev.pullable.resolution.NodeCredentials;
import dev.pullable.resolution.PullContextReader;
import dev.pullable.resolution.PullPlanner;
import dev.pullable.review.WorkloadReviewer;
import dev.pullable.workload.WorkloadReader;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionReviewBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// The whole way of a review below HTTP, wired as for everybody but to the loopback registry and a
/// cluster of its own, and without a memory, so that every review asks: what it learns, caches or
/// counts is gone with it.
final class WarmUpEngine implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final long CACHE_BYTES = 1 << 20;
  private static final int FLIGHTS = 16;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AdmissionReviewReader reader = new AdmissionReviewReader();
  private final JibRegistry jib;
  private final AdmissionReviewer reviewer;

  /// @param registry its host and port
  WarmUpEngine(String registry) {
    CredentialFingerprint fingerprint = new CredentialFingerprint();
    jib =
        new JibRegistry(
            new RegistrySettings(
                List.of(),
                TIMEOUT,
                new KnownTokenServers(List.of()),
                AddressRules.allowing("127.0.0.1"),
                EgressProxies.NONE),
            fingerprint,
            new ManifestCache(CACHE_BYTES));
    WarmUpCluster cluster = new WarmUpCluster(registry);
    reviewer =
        new AdmissionReviewer(
            new WorkloadReader(Set.of()),
            new WorkloadReviewer(
                new PullContextReader(cluster, new NodeEligibility(cluster, List.of(), false)),
                new ImageResolver(
                    new PullPlanner(new Endpoints(Set.of())),
                    new SingleFlightRegistry(
                        new LimitedRegistry(
                            new BreakingRegistry(jib, RegistryEvents.NONE),
                            FLIGHTS,
                            RegistryEvents.NONE),
                        it -> it == null ? CredentialFingerprint.ANONYMOUS : fingerprint.of(it),
                        threads),
                    new NodeCredentials(List.of())),
                _ -> Policy.DEFAULT,
                threads));
  }

  /// The JSON that answers a posted AdmissionReview.
  String review(byte[] body) {
    return switch (reader.read(body)) {
      case Posted.Request(var request) -> {
        var response = reviewer.review(request, Deadline.in(TIMEOUT));
        yield reader.write(new AdmissionReviewBuilder().withResponse(response).build());
      }
      case Posted.Unreadable(var _, String problem) -> problem;
      case Posted.NoRoom(String uid, var _) -> uid;
      case Posted.Malformed(String reason) -> reason;
    };
  }

  @Override
  public void close() throws IOException {
    threads.shutdownNow();
    jib.close();
  }
}
