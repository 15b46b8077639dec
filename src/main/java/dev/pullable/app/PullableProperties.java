package dev.pullable.app;

import dev.pullable.app.Setting.Meaning;
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
  public record Admission(
      @Meaning(
              value =
                  "How long a caller waits that does not say so in ?timeout=; counts up to 30s.",
              example = "=10s")
          @DefaultValue("10s")
          Duration defaultTimeout,
      @Meaning(
              value = "What is kept of the caller's timeout for the answer's way back.",
              example = "=500ms")
          @DefaultValue("500ms")
          Duration margin,
      @Meaning(
              value = "Images that another webhook replaces later; they are left alone.",
              example = "=auto,injected")
          @DefaultValue("auto")
          Set<String> placeholders) {

    public Admission {
      requirePositive("pullable.admission.default-timeout", defaultTimeout);
      requirePositive("pullable.admission.margin", margin);
    }
  }

  /// Where Secrets, ServiceAccounts, Nodes and RuntimeClasses come from.
  public record Cluster(
      @Meaning(
              value =
                  "Where Secrets, ServiceAccounts, Nodes and RuntimeClasses come from: kubernetes"
                      + " (an API server, found as kubectl finds it) or directory (YAML files).",
              example = "=directory")
          @DefaultValue("kubernetes")
          Mode mode,
      @Meaning(
              value = "The directory of YAML files, for that mode.",
              example = "=/etc/pullable/cluster")
          @Nullable Path directory) {
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
  public record Nodes(
      @Meaning(
              value =
                  "The platforms that Pods may run on, os/architecture[/variant]; they count where"
                      + " no Nodes are known.",
              example = "=linux/amd64,linux/arm64")
          @DefaultValue
          List<String> platforms,
      @Meaning(
              value =
                  "Whether Nodes of pullable.nodes.platforms may be added at any time, so that these"
                      + " count beside the Nodes that are there: true or false.",
              example = "=true")
          @DefaultValue("false")
          boolean autoscaled,
      @Meaning(
              value =
                  "Registries for which the nodes hold credentials of their own, so that a refusal"
                      + " proves nothing; * stands for any one label of the host.",
              example = "=*.azurecr.io,registry.example.com")
          @DefaultValue({
            "*.dkr.ecr.*.amazonaws.com",
            "*.dkr.ecr.*.amazonaws.com.cn",
            "gcr.io",
            "*.gcr.io",
            "*.pkg.dev",
            "*.azurecr.io"
          })
          List<String> authenticatedRegistries) {}

  /// What is done about an outcome.
  public record Policy(
      @Meaning(
              value = "What is done about an image that cannot be pulled: deny, warn or audit.",
              example = "=warn")
          @DefaultValue("deny")
          ValidationAction unpullable,
      @Meaning(
              value = "What is done where nothing is proven: deny, warn or audit.",
              example = "=audit")
          @DefaultValue("warn")
          ValidationAction inconclusive,
      @Meaning(
              value =
                  "What is done about an image that can be pulled but will not run on every node:"
                      + " deny, warn or audit.",
              example = "=deny")
          @DefaultValue("warn")
          ValidationAction concern) {}

  /// How registries are reached.
  public record Registries(
      @Meaning(
              value = "Registries that speak plain http, each with its port as in references.",
              example = "=reg.local:5000")
          @DefaultValue
          Set<String> plainHttp,
      @Meaning(
              value = "PEM files with CAs that registries may use beside those the JVM trusts.",
              example = "=/etc/pullable/ca.crt")
          @DefaultValue
          List<Path> caFiles,
      @Meaning(
              value =
                  "For a registry's host, the hosts of token servers that may see its credentials.",
              example = "[reg.example.com]=auth.example.org")
          @DefaultValue
          Map<String, List<String>> trustedRealms,
      @Meaning(value = "How long it may take to connect to a registry.", example = "=2s")
          @DefaultValue("2s")
          Duration connectTimeout) {

    public Registries {
      requirePositive("pullable.registries.connect-timeout", connectTimeout);
    }
  }

  /// The certificate that is served, and who may call.
  public record Tls(
      @Meaning(
              value =
                  "Where the serving certificate comes from: secret (signed by a CA that all"
                      + " replicas share in a Secret), memory (signed by a CA of this process),"
                      + " files, or auto: secret with an API server, else memory.",
              example = "=secret")
          @DefaultValue("auto")
          Origin mode,
      @Meaning(
              value = "The DNS names that the serving certificate is for.",
              example = "=pullable.pullable.svc")
          @DefaultValue({"pullable.pullable.svc", "localhost"})
          List<String> dns,
      @Meaning(
              value = "The IP addresses that the serving certificate is for.",
              example = "=127.0.0.1,10.0.0.7")
          @DefaultValue("127.0.0.1")
          List<String> ip,
      @Meaning(
              value =
                  "Where the certificates of the CA are written, for clients to trust; not for mode"
                      + " files.",
              example = "=/tmp/pullable/ca.crt")
          @Nullable Path caFile,
      @Meaning(
              value =
                  "How long a serving certificate is valid; it is renewed at two thirds of that.",
              example = "=7d")
          @DefaultValue("7d")
          Duration lifetime,
      @Meaning(
              value = "How long the CA is valid; its successor is made at two thirds of that.",
              example = "=365d")
          @DefaultValue("365d")
          Duration caLifetime,
      @Meaning(
              value =
                  "The namespace of the CA's Secret; if not set, that of the Pod, or pullable"
                      + " outside of a Pod.",
              example = "=pullable")
          @Nullable String namespace,
      @Meaning(value = "The name of the CA's Secret.", example = "=pullable-ca")
          @DefaultValue("pullable-ca")
          String secret,
      @Meaning(
              value =
                  "The ValidatingWebhookConfiguration whose caBundle is kept up to date, for mode"
                      + " secret; if not set, none is.",
              example = "=pullable")
          @Nullable String webhookConfiguration,
      @Meaning(
              value =
                  "The serving certificate in PEM, with those that signed it, for mode files; read"
                      + " again when it changes.",
              example = "=/etc/pullable/tls/tls.crt")
          @Nullable Path certificateFile,
      @Meaning(
              value = "The private key of that certificate, in PEM and unencrypted.",
              example = "=/etc/pullable/tls/tls.key")
          @Nullable Path privateKeyFile,
      @Meaning(
              value =
                  "A PEM file with the CAs of client certificates; with it nobody can connect who"
                      + " shows none of theirs. Read again when it changes.",
              example = "=/etc/pullable/client/ca.crt")
          @Nullable Path clientCaFile,
      @Meaning(
              value =
                  "The common names or DNS names of clients that may call; if empty, whoever has a"
                      + " client certificate.",
              example = "=kube-apiserver")
          @DefaultValue
          Set<String> clientNames) {
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(36_500);

    /// The kinds of origin.
    public enum Origin {
      AUTO,
      SECRET,
      MEMORY,
      FILES
    }

    public Tls {
      if (lifetime.compareTo(SHORTEST) < 0 || lifetime.compareTo(LONGEST) > 0) {
        throw new InvalidConfigurationPropertyValueException(
            "pullable.tls.lifetime", lifetime, "It must be from 1m to 36500d.");
      }
      if (caLifetime.compareTo(lifetime.multipliedBy(2)) < 0 || caLifetime.compareTo(LONGEST) > 0) {
        throw new InvalidConfigurationPropertyValueException(
            "pullable.tls.ca-lifetime",
            caLifetime,
            "It must be at least twice pullable.tls.lifetime, which is "
                + lifetime
                + ", and at most 36500d.");
      }
      if (!clientNames.isEmpty() && clientCaFile == null) {
        throw new InvalidConfigurationPropertyValueException(
            "pullable.tls.client-names",
            clientNames,
            "It needs pullable.tls.client-ca-file, the CAs that vouch for these names.");
      }
    }
  }

  private static void requirePositive(String key, Duration value) {
    if (!value.isPositive()) {
      throw new InvalidConfigurationPropertyValueException(
          key, value, "It must be a duration above zero, such as 500ms or 10s.");
    }
  }
}
