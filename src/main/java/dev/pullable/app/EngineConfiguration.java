package dev.pullable.app;

import dev.pullable.admission.AdmissionController;
import dev.pullable.admission.AdmissionReviewReader;
import dev.pullable.admission.AdmissionReviewer;
import dev.pullable.admission.ReviewEvents;
import dev.pullable.admission.ReviewLimits;
import dev.pullable.admission.ReviewTimeout;
import dev.pullable.credential.CredentialFingerprint;
import dev.pullable.credential.PullSecrets;
import dev.pullable.platform.NodePlatforms;
import dev.pullable.policy.Policy;
import dev.pullable.registry.BreakingRegistry;
import dev.pullable.registry.Endpoints;
import dev.pullable.registry.FairRegistry;
import dev.pullable.registry.LimitedRegistry;
import dev.pullable.registry.ManifestCache;
import dev.pullable.registry.Registry;
import dev.pullable.registry.RegistryEvents;
import dev.pullable.registry.SingleFlightRegistry;
import dev.pullable.registry.jib.JibRegistry;
import dev.pullable.resolution.ImageResolver;
import dev.pullable.resolution.NodeCredentials;
import dev.pullable.resolution.PullContextReader;
import dev.pullable.resolution.PullPlanner;
import dev.pullable.review.WorkloadReviewer;
import dev.pullable.workload.WorkloadReader;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The one page of wiring: who calls whom, from the edge to the registry.
@Configuration(proxyBeanMethods = false)
class EngineConfiguration {
  private static final long CACHE_BYTES = 16L << 20;

  /// Half of the connections.
  private static final int FLIGHTS_PER_NAMESPACE = 512;

  @Bean
  StartReport startReport(PullableProperties properties) {
    return new StartReport(properties);
  }

  @Bean
  AdmissionController admissionController(
      AdmissionReviewer reviewer, ReviewEvents events, PullableProperties properties) {
    var admission = properties.admission();
    var limits = properties.limits();
    return new AdmissionController(
        new AdmissionReviewReader(),
        reviewer,
        new ReviewTimeout(admission.defaultTimeout(), admission.margin()),
        new ReviewLimits(limits.reviews(), limits.reviewBytes().toBytes()),
        events);
  }

  @Bean
  AdmissionReviewer admissionReviewer(
      WorkloadReviewer reviewer, ReviewEvents events, PullableProperties properties) {
    return new AdmissionReviewer(
        new WorkloadReader(properties.admission().placeholders()), reviewer, events);
  }

  @Bean
  WorkloadReviewer workloadReviewer(
      PullSecrets pullSecrets,
      NodePlatforms nodes,
      ImageResolver resolver,
      ExecutorService reviewThreads,
      PullableProperties properties) {
    var policy = properties.policy();
    return new WorkloadReviewer(
        new PullContextReader(pullSecrets, Settings.nodeEligibility(nodes, properties.nodes())),
        resolver,
        new Policy(policy.unpullable(), policy.inconclusive(), policy.concern()),
        reviewThreads,
        properties.limits().imagesPerReview());
  }

  @Bean
  ImageResolver imageResolver(
      Registry registry, NodeCredentials nodeCredentials, PullableProperties properties) {
    return new ImageResolver(
        new PullPlanner(new Endpoints(properties.registries().plainHttp())),
        registry,
        nodeCredentials);
  }

  /// From the outside in: who asks the same joins, and takes no turn of its own; turns are first of
  /// the namespace, then at the host, so that nobody keeps a host waiting for their own; who has
  /// both learns whether the host is left alone just now.
  @Bean
  Registry registry(
      JibRegistry jib,
      CredentialFingerprint fingerprint,
      ExecutorService reviewThreads,
      RegistryEvents events,
      PullableProperties properties) {
    var limits = properties.limits();
    Registry asked = limits.breaker() ? new BreakingRegistry(jib, events) : jib;
    return new SingleFlightRegistry(
        new FairRegistry(
            new LimitedRegistry(asked, limits.perRegistry(), events),
            FLIGHTS_PER_NAMESPACE,
            events),
        credential ->
            credential == null ? CredentialFingerprint.ANONYMOUS : fingerprint.of(credential),
        reviewThreads);
  }

  @Bean(destroyMethod = "close")
  JibRegistry jibRegistry(
      PullableProperties properties, CredentialFingerprint fingerprint, RegistryEvents events) {
    return new JibRegistry(
        Settings.registries(properties.registries()),
        fingerprint,
        new ManifestCache(CACHE_BYTES, events),
        properties.limits().answerBytes().toBytes(),
        events);
  }

  @Bean
  CredentialFingerprint credentialFingerprint() {
    return new CredentialFingerprint();
  }

  @Bean(destroyMethod = "shutdownNow")
  ExecutorService reviewThreads() {
    return Executors.newVirtualThreadPerTaskExecutor();
  }
}
