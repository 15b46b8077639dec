package dev.pullable.app;

import dev.pullable.advice.Advisor;
import dev.pullable.audit.PassEngine;
import dev.pullable.credential.CredentialFingerprint;
import dev.pullable.credential.PullSecrets;
import dev.pullable.credential.RememberedPullSecrets;
import dev.pullable.platform.NodePlatforms;
import dev.pullable.policy.Policies;
import dev.pullable.registry.AnswerMemory;
import dev.pullable.registry.FairRegistry;
import dev.pullable.registry.ManifestCache;
import dev.pullable.registry.PacedRegistry;
import dev.pullable.registry.RegistryEvents;
import dev.pullable.registry.RememberingRegistry;
import dev.pullable.registry.TimesToLive;
import dev.pullable.resolution.NodeCredentials;
import dev.pullable.resolution.PullContextReader;
import dev.pullable.review.WorkloadReviewer;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;

/// Makes the engine of a pass: as the webhook's, within the same limits towards registries, but
/// what was answered counts for the whole pass, however long it takes, and nobody looks for advice.
record AuditEngines(
    FairRegistry registry,
    ManifestCache manifests,
    CredentialFingerprint fingerprint,
    PullSecrets pullSecrets,
    NodePlatforms nodes,
    NodeCredentials nodeCredentials,
    Policies policies,
    ExecutorService reviewThreads,
    RegistryEvents events,
    PullableProperties properties)
    implements Supplier<PassEngine> {

  /// A pass is over long before; what is remembered goes with it.
  private static final Duration PASS = Duration.ofDays(14);

  private static final int MOST_ANSWERS = 50_000;

  @Override
  public PassEngine get() {
    Duration perImage = properties.audit().perImage();
    PacedRegistry paced = new PacedRegistry(registry, perImage);
    RememberingRegistry remembering =
        new RememberingRegistry(
            paced,
            new AnswerMemory(
                new TimesToLive(PASS, PASS, PASS, PASS, PASS, PASS), MOST_ANSWERS, manifests),
            manifests,
            EngineConfiguration.name(fingerprint),
            reviewThreads,
            events);
    WorkloadReviewer reviewer =
        new WorkloadReviewer(
            new PullContextReader(
                new RememberedPullSecrets(pullSecrets),
                Settings.nodeEligibility(nodes, properties.nodes())),
            EngineConfiguration.resolver(remembering, nodeCredentials, policies, properties),
            policies,
            Advisor.NONE,
            reviewThreads,
            properties.limits().imagesPerReview());
    return new PassEngine(reviewer, paced::asked, perImage);
  }
}
