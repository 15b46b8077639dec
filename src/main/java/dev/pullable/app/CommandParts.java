package dev.pullable.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import dev.pullable.cli.ClusterSource;
import dev.pullable.cli.EngineOptions;
import dev.pullable.credential.CredentialFingerprint;
import dev.pullable.credential.NodeCredentialSource;
import dev.pullable.policy.NamespacePolicies;
import dev.pullable.policy.Policies;
import dev.pullable.registry.EgressProxies;
import dev.pullable.registry.FairRegistry;
import dev.pullable.registry.ManifestCache;
import dev.pullable.registry.OwnAddresses;
import dev.pullable.registry.jib.JibRegistry;
import dev.pullable.registry.jib.UserCredentials;
import dev.pullable.resolution.NodeCredentials;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/// What the engine of a command is made of, put together by the methods that wire the server's.
///
/// @param asked the way to the registries, without a memory
record CommandParts(
    PullableProperties properties,
    CommandCluster cluster,
    Policies policies,
    NodeCredentials nodeCredentials,
    ExecutorService threads,
    CredentialFingerprint fingerprint,
    ManifestCache manifests,
    JibRegistry jib,
    FairRegistry asked)
    implements AutoCloseable {

  /// @param problems told, in a sentence, what of the surroundings cannot be read
  static CommandParts open(EngineOptions options, Consumer<String> problems) {
    logAside();
    PullableProperties properties = CommandSettings.read(options);
    CommandCluster cluster = CommandCluster.open(options, properties, problems);
    EngineConfiguration wiring = new EngineConfiguration();
    ExecutorService threads = wiring.reviewThreads();
    CredentialFingerprint fingerprint = wiring.credentialFingerprint();
    ManifestCache manifests = wiring.manifestCache(properties, options.events());
    JibRegistry jib =
        wiring.jibRegistry(
            manifests,
            fingerprint,
            options.events(),
            OwnAddresses.NONE,
            EgressProxies.of(System.getenv()),
            properties);
    return new CommandParts(
        properties,
        cluster,
        new NamespacePolicies(
            properties.policy()::cluster, cluster.namespaces(), InstantSource.system()),
        nodeCredentials(options, properties, threads, problems),
        threads,
        fingerprint,
        manifests,
        jib,
        wiring.askedRegistry(jib, fingerprint, options.events(), properties));
  }

  /// Where nobody configures it, Logback tells everything on the standard output, which is for the
  /// command's result.
  private static void logAside() {
    if (LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
      root.setLevel(Level.WARN);
      root.iteratorForAppenders()
          .forEachRemaining(appender -> {
            if (appender instanceof ConsoleAppender<ILoggingEvent> console) {
              console.setTarget("System.err");
              console.start();
            }
          });
    }
  }

  private static NodeCredentials nodeCredentials(
      EngineOptions options,
      PullableProperties properties,
      ExecutorService threads,
      Consumer<String> problems) {
    NodeCredentials nodes = new NodeConfiguration().nodeCredentials(properties, threads);
    if (!(options.cluster() instanceof ClusterSource.None)) {
      return nodes;
    }
    Path home = Path.of(System.getProperty("user.home"));
    NodeCredentialSource user =
        new UserCredentials(UserCredentials.files(System.getenv(), home), problems);
    return new NodeCredentials(
        nodes.hosts(), NodeCredentialSource.joined(List.of(nodes.source(), user)));
  }

  @Override
  public void close() {
    threads.shutdownNow();
    cluster.client().ifPresent(KubernetesClient::close);
    try {
      jib.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
