package dev.pullable.app;

import dev.pullable.admission.AdmissionController;
import dev.pullable.admission.AdmissionReviewReader;
import dev.pullable.admission.AdmissionReviewer;
import dev.pullable.admission.ReviewEvents;
import dev.pullable.admission.ReviewLimits;
import dev.pullable.admission.ReviewTimeout;
import dev.pullable.advice.Advisor;
import dev.pullable.advice.RegistryAdvisor;
import dev.pullable.credential.Credential;
import dev.pullable.credential.CredentialFingerprint;
import dev.pullable.credential.PullSecrets;
import dev.pullable.platform.NodePlatforms;
import dev.pullable.policy.Policies;
import dev.pullable.registry.AnswerMemory;
import dev.pullable.registry.BreakingRegistry;
import dev.pullable.registry.EgressProxies;
import dev.pullable.registry.FairRegistry;
import dev.pullable.registry.LimitedRegistry;
import dev.pullable.registry.ManifestCache;
import dev.pullable.registry.OwnAddresses;
import dev.pullable.registry.PullAllowances;
import dev.pullable.registry.Registry;
import dev.pullable.registry.RegistryEvents;
import dev.pullable.registry.RememberingRegistry;
import dev.pullable.registry.WaitingRegistry;
import dev.pullable.registry.jib.JibRegistry;
import dev.pullable.resolution.AllowedRegistries;
import dev.pullable.resolution.ImageResolver;
import dev.pullable.resolution.NodeCredentials;
import dev.pullable.resolution.PullContextReader;
import dev.pullable.resolution.PullPlanner;
import dev.pullable.resolution.TokenExpiry;
import dev.pullable.review.WorkloadReviewer;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The one page of wiring: who calls whom, from the edge to the registry.
@Configuration(proxyBeanMethods = false)
class EngineConfiguration {
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
  WorkloadReviewer workloadReviewer(
      PullSecrets pullSecrets,
      NodePlatforms nodes,
      ImageResolver resolver,
      Policies policies,
      Advisor advisor,
      ExecutorService reviewThreads,
      PullableProperties properties) {
    return new WorkloadReviewer(
        new PullContextReader(pullSecrets, Settings.nodeEligibility(nodes, properties.nodes())),
        resolver,
        policies,
        advisor,
        reviewThreads,
        properties.limits().imagesPerReview());
  }

  @Bean
  Advisor advisor(
      ImageResolver resolver,
      Registry registry,
      PullSecrets pullSecrets,
      PullableProperties properties) {
    return new RegistryAdvisor(
        resolver, registry, pullSecrets, Settings.searched(properties.registries()));
  }

  @Bean
  ImageResolver imageResolver(
      Registry registry,
      NodeCredentials nodeCredentials,
      Policies policies,
      PullableProperties properties) {
    return resolver(registry, nodeCredentials, policies, properties);
  }

  /// A resolver before some registry.
  static ImageResolver resolver(
      Registry registry,
      NodeCredentials nodeCredentials,
      Policies policies,
      PullableProperties properties) {
    return new ImageResolver(
        new PullPlanner(Settings.routes(properties)),
        registry,
        nodeCredentials,
        new AllowedRegistries(properties.registries().allowed(), properties.registries().denied()),
        namespace -> Settings.wanted(policies.of(namespace).limits(), properties.nodes()),
        InstantSource.system(),
        new TokenExpiry(InstantSource.system(), properties.policy().credentialsExpireWithin()));
  }

  /// From the outside in: what was answered lately is not asked again; who asks the same joins, and
  /// takes no turn of its own.
  @Bean
  Registry registry(
      FairRegistry asked,
      ManifestCache manifests,
      CredentialFingerprint fingerprint,
      ExecutorService reviewThreads,
      RegistryEvents events,
      PullableProperties properties) {
    var cache = properties.cache();
    return new RememberingRegistry(
        asked,
        new AnswerMemory(cache.times(), cache.entries(), manifests),
        manifests,
        name(fingerprint),
        reviewThreads,
        events);
  }

  /// Further in: turns are first of the namespace, then at the host, so that nobody keeps a host
  /// waiting for their own; who has both learns whether the host wants to be left alone just now,
  /// or is.
  @Bean
  FairRegistry askedRegistry(
      JibRegistry jib,
      CredentialFingerprint fingerprint,
      RegistryEvents events,
      PullableProperties properties) {
    var limits = properties.limits();
    Registry asked = limits.breaker() ? new BreakingRegistry(jib, events) : jib;
    return new FairRegistry(
        new LimitedRegistry(
            new WaitingRegistry(asked, name(fingerprint), events), limits.perRegistry(), events),
        FLIGHTS_PER_NAMESPACE,
        events);
  }

  /// Tells credentials apart.
  static Function<@Nullable Credential, String> name(CredentialFingerprint fingerprint) {
    return credential ->
        credential == null ? CredentialFingerprint.ANONYMOUS : fingerprint.of(credential);
  }

  @Bean
  ManifestCache manifestCache(PullableProperties properties, RegistryEvents events) {
    return new ManifestCache(properties.cache().manifestBytes().toBytes(), events);
  }

  @Bean(destroyMethod = "close")
  JibRegistry jibRegistry(
      ManifestCache manifests,
      CredentialFingerprint fingerprint,
      RegistryEvents events,
      OwnAddresses own,
      EgressProxies proxies,
      PullableProperties properties) {
    return new JibRegistry(
        Settings.registries(properties.registries(), own, proxies),
        fingerprint,
        manifests,
        new PullAllowances(properties.cache().rateLimitRest(), events),
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
