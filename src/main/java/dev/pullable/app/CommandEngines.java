package dev.pullable.app;

import dev.pullable.cli.Engine;
import dev.pullable.cli.EngineOptions;
import dev.pullable.cli.Engines;
import dev.pullable.cli.UnusableOptionException;
import dev.pullable.credential.PullSecrets;
import dev.pullable.credential.RememberedPullSecrets;
import dev.pullable.platform.NodePlatforms;
import dev.pullable.registry.AnswerMemory;
import dev.pullable.registry.Registry;
import dev.pullable.registry.RememberingRegistry;
import dev.pullable.registry.TimesToLive;
import dev.pullable.resolution.ImageResolver;
import dev.pullable.resolution.PullContextReader;
import dev.pullable.review.WorkloadReviewer;
import dev.pullable.workload.WorkloadReader;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// The server's engine for commands: the same settings and the same wiring, without its context.
public final class CommandEngines implements Engines {
  /// A command is over before what it was told is old, so that an image is asked for once.
  private static final Duration RUN = Duration.ofDays(1);

  private static final TimesToLive TIMES = new TimesToLive(RUN, RUN, RUN, RUN, RUN, RUN);
  private static final Duration ADVICE = Duration.ofSeconds(5);
  private static final int MOST_ANSWERS = 100_000;

  private final Consumer<String> problems;

  /// @param problems told, in a sentence and once each, what of the surroundings cannot be read
  public CommandEngines(Consumer<String> problems) {
    this.problems = once(problems);
  }

  /// Whoever reads a thousand manifests need not be told a thousand times.
  static Consumer<String> once(Consumer<String> problems) {
    Set<String> told = ConcurrentHashMap.newKeySet();
    return problem -> {
      if (told.add(problem)) {
        problems.accept(problem);
      }
    };
  }

  @Override
  public Engine open(EngineOptions options) {
    CommandParts parts = CommandParts.open(options, problems);
    return new Opened(reader(options, parts), reviewer(options, parts), parts);
  }

  private static WorkloadReader reader(EngineOptions options, CommandParts parts) {
    try {
      return new WorkloadReader(
          parts.properties().admission().placeholders(), options.podTemplates());
    } catch (IllegalArgumentException e) {
      throw new UnusableOptionException("--pod-template: " + e.getMessage());
    }
  }

  private static WorkloadReviewer reviewer(EngineOptions options, CommandParts parts) {
    PullableProperties properties = parts.properties();
    Registry registry =
        new RememberingRegistry(
            parts.asked(),
            new AnswerMemory(TIMES, MOST_ANSWERS, parts.manifests()),
            parts.manifests(),
            EngineConfiguration.name(parts.fingerprint()),
            parts.threads(),
            options.events());
    ImageResolver resolver =
        EngineConfiguration.resolver(
            registry, parts.nodeCredentials(), parts.policies(), properties);
    NodePlatforms nodes =
        options.platforms().isEmpty() ? parts.cluster().nodes() : NodePlatforms.NONE;
    PullSecrets secrets = new RememberedPullSecrets(parts.cluster().pullSecrets());
    return new WorkloadReviewer(
        new PullContextReader(secrets, Settings.nodeEligibility(nodes, properties.nodes())),
        resolver,
        parts.policies(),
        new EngineConfiguration().advisor(resolver, registry, secrets, properties),
        ADVICE,
        parts.threads(),
        properties.limits().imagesPerReview());
  }

  private record Opened(WorkloadReader reader, WorkloadReviewer reviewer, CommandParts parts)
      implements Engine {
    @Override
    public String namespace() {
      return parts.cluster().namespace();
    }

    @Override
    public void close() {
      parts.close();
    }
  }
}
