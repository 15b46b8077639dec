package dev.pullable.app;

import dev.pullable.policy.ValidationAction;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/// Everything that can be configured, under `pullable.`; a key that is not here stops the start.
@ConfigurationProperties(prefix = "pullable", ignoreUnknownFields = false)
public record PullableProperties(
    @DefaultValue Admission admission,
    @DefaultValue Cluster cluster,
    @DefaultValue Nodes nodes,
    @DefaultValue Policy policy,
    @DefaultValue Registries registries,
    @DefaultValue Tls tls) {

  /// The edge towards kube-apiserver.
  ///
  /// @param defaultTimeout how long a caller waits that does not say
  /// @param margin what is kept of the caller's timeout for the answer's way back
  /// @param placeholders images that other webhooks replace later, left alone
  public record Admission(
      @DefaultValue("10s") Duration defaultTimeout,
      @DefaultValue("500ms") Duration margin,
      @DefaultValue("auto") Set<String> placeholders) {

    public Admission {
      requirePositive("pullable.admission.default-timeout", defaultTimeout);
      requirePositive("pullable.admission.margin", margin);
    }
  }

  /// Where Secrets, ServiceAccounts, Nodes and RuntimeClasses come from.
  ///
  /// @param mode a Kubernetes API server, or a directory of YAML files
  /// @param directory the directory, for that mode
  public record Cluster(@DefaultValue("kubernetes") Mode mode, @Nullable Path directory) {
    /// The kinds of source.
    public enum Mode {
      KUBERNETES,
      DIRECTORY
    }

    public Cluster {
      if (mode == Mode.DIRECTORY && directory == null) {
        throw new InvalidConfigurationPropertyValueException(
            "pullable.cluster.directory",
            null,
            "pullable.cluster.mode=directory needs the path of a directory of YAML files here.");
      }
    }
  }

  /// What is known of the nodes beyond the Kubernetes API.
  ///
  /// @param platforms `os/architecture[/variant]`; they count where no Nodes are known
  /// @param autoscaled whether Nodes of those platforms may be added at any time, so that they
  ///   count beside the Nodes that are there
  /// @param authenticatedRegistries hosts, `*` for any label, for which the nodes hold credentials
  ///   of their own, so that a refusal proves nothing
  public record Nodes(
      @DefaultValue List<String> platforms,
      @DefaultValue("false") boolean autoscaled,
      @DefaultValue({
            "*.dkr.ecr.*.amazonaws.com",
            "*.dkr.ecr.*.amazonaws.com.cn",
            "gcr.io",
            "*.gcr.io",
            "*.pkg.dev",
            "*.azurecr.io"
          })
          List<String> authenticatedRegistries) {}

  /// What is done about an outcome: Deny, Warn or Audit.
  public record Policy(
      @DefaultValue("deny") ValidationAction unpullable,
      @DefaultValue("warn") ValidationAction inconclusive,
      @DefaultValue("warn") ValidationAction concern) {}

  /// How registries are reached.
  ///
  /// @param plainHttp registries that speak http, as they stand in references (`reg.local:5000`)
  /// @param caFiles PEM files with CAs trusted beside the JVM's own
  /// @param trustedRealms by registry host, the hosts of token servers that may see its credentials
  /// @param connectTimeout how long a connection may take to be made
  public record Registries(
      @DefaultValue Set<String> plainHttp,
      @DefaultValue List<Path> caFiles,
      @DefaultValue Map<String, List<String>> trustedRealms,
      @DefaultValue("2s") Duration connectTimeout) {

    public Registries {
      requirePositive("pullable.registries.connect-timeout", connectTimeout);
    }
  }

  /// The certificate that is served, made anew at each start.
  ///
  /// @param dns the names it is for
  /// @param ip the addresses it is for
  /// @param caFile where the CA's certificate is written, for clients to trust
  public record Tls(
      @DefaultValue({"pullable.pullable.svc", "localhost"}) List<String> dns,
      @DefaultValue("127.0.0.1") List<String> ip,
      @Nullable Path caFile) {}

  private static void requirePositive(String key, Duration value) {
    if (!value.isPositive()) {
      throw new InvalidConfigurationPropertyValueException(
          key, value, "It must be a duration above zero, such as 500ms or 10s.");
    }
  }
}
