package dev.pullable.app;

import dev.pullable.audit.AuditOptions;
import dev.pullable.audit.AuditReport;
import dev.pullable.audit.Audits;
import dev.pullable.audit.UnusableAuditException;
import dev.pullable.audit.WorkloadAudit;
import dev.pullable.cli.ClusterSource;
import dev.pullable.cli.EngineOptions;
import dev.pullable.cli.UnusableOptionException;
import dev.pullable.cluster.ClusterRunningObjects;
import dev.pullable.registry.RegistryEvents;
import dev.pullable.workload.WorkloadReader;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// The server's audit for a command: one pass, as fast as the registries' budget lets it.
public final class CommandAudits implements Audits {
  private final Consumer<String> problems;

  /// @param problems told, in a sentence and once each, what of the surroundings cannot be read
  public CommandAudits(Consumer<String> problems) {
    this.problems = CommandEngines.once(problems);
  }

  @Override
  public AuditReport run(AuditOptions options) {
    EngineOptions wanted =
        new EngineOptions(
            new ClusterSource.Kubeconfig(options.kubeconfig(), options.context()),
            options.settings(),
            Map.of(),
            List.of(),
            Map.of(),
            List.of(),
            RegistryEvents.NONE);
    try (CommandParts parts = CommandParts.open(wanted, problems)) {
      return audit(parts).run(options.namespaces());
    } catch (UnusableOptionException e) {
      throw new UnusableAuditException(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnusableAuditException("the audit was interrupted");
    }
  }

  private static WorkloadAudit audit(CommandParts parts) {
    KubernetesClient client = parts.cluster().client().orElseThrow();
    PullableProperties properties = parts.properties();
    AuditEngines engines =
        new AuditEngines(
            parts.asked(),
            parts.manifests(),
            parts.fingerprint(),
            parts.cluster().pullSecrets(),
            parts.cluster().nodes(),
            parts.nodeCredentials(),
            parts.policies(),
            parts.threads(),
            RegistryEvents.NONE,
            properties);
    return new WorkloadAudit(
        client.getMasterUrl().toString(),
        new ClusterRunningObjects(client),
        new WorkloadReader(properties.admission().placeholders()),
        parts.policies(),
        Settings.nodeEligibility(parts.cluster().nodes(), properties.nodes()),
        engines,
        InstantSource.system());
  }
}
