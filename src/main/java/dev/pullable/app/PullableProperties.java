package dev.pullable.app;

import dev.pullable.app.Setting.Meaning;
import dev.pullable.policy.Actions;
import dev.pullable.policy.ClusterPolicy;
import dev.pullable.policy.Exemptions;
import dev.pullable.policy.ImageGlob;
import dev.pullable.policy.ImageGlobs;
import dev.pullable.policy.Level;
import dev.pullable.policy.Levels;
import dev.pullable.policy.Spelling;
import dev.pullable.policy.ValidationAction;
import dev.pullable.registry.TimesToLive;
import dev.pullable.resolution.Reason;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.unit.DataSize;

/// Everything that can be configured, under `pullable.`; a key that is not here stops the start.
@ConfigurationProperties(prefix = "pullable", ignoreUnknownFields = false)
public record PullableProperties(
    @DefaultValue Admission admission,
    @DefaultValue Audit audit,
    @DefaultValue Cache cache,
    @DefaultValue Cluster cluster,
    @DefaultValue Lifecycle lifecycle,
    @DefaultValue Limits limits,
    @DefaultValue Metrics metrics,
    @DefaultValue Nodes nodes,
    @DefaultValue Policy policy,
    @DefaultValue Registries registries,
    @DefaultValue Tls tls) {

  /// Above it a limit is a slip of the keyboard.
  private static final int MOST = 100_000;

  public PullableProperties {
    if (cluster.mode() == Cluster.Mode.DIRECTORY && audit.enabled()) {
      throw new InvalidConfigurationPropertyValueException(
          "pullable.audit.enabled",
          true,
          "What runs is listed by an API server: pullable.cluster.mode=kubernetes.");
    }
    if (cluster.mode() == Cluster.Mode.DIRECTORY && metrics.webhookConfiguration() != null) {
      throw new InvalidConfigurationPropertyValueException(
          "pullable.metrics.webhook-configuration",
          metrics.webhookConfiguration(),
          "It is looked for at an API server: pullable.cluster.mode=kubernetes.");
    }
    if (cluster.mode() == Cluster.Mode.DIRECTORY && policy.configMap() != null) {
      throw new InvalidConfigurationPropertyValueException(
          "pullable.policy.config-map",
          policy.configMap(),
          "It is looked for at an API server: pullable.cluster.mode=kubernetes.");
    }
  }

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
          Set<String> placeholders,
      @Meaning(
              value =
                  "Where messages send their readers: the https URL of a page with a section for"
                      + " each reason, such as docs/reasons.md where your people find it.",
              example = "=https://docs.example.com/pullable/reasons.html")
          @DefaultValue(REASONS)
          String reasonsUrl) {
    private static final String REASONS = "docs/reasons.md";
    private static final Pattern HTTPS = Pattern.compile("https://[-a-zA-Z0-9._~:/?&=%@+]{1,500}");

    public Admission {
      requirePositive("pullable.admission.default-timeout", defaultTimeout);
      requirePositive("pullable.admission.margin", margin);
      if (!reasonsUrl.equals(REASONS) && !HTTPS.matcher(reasonsUrl).matches()) {
        throw new InvalidConfigurationPropertyValueException(
            "pullable.admission.reasons-url",
            reasonsUrl,
            "It must be an https URL without a fragment, such as"
                + " https://docs.example.com/pullable/reasons.html.");
      }
    }
  }

  /// The audit of what runs already.
  public record Audit(
      @Meaning(
              value =
                  "Whether everything that runs is looked at again and again, by one of the"
                      + " replicas: true or false. It needs the rights of manifests/components/audit.",
              example = "=true")
          @DefaultValue("false")
          boolean enabled,
      @Meaning(
              value =
                  "How often it is looked at, from 1m to 7d. The first pass begins at once; later"
                      + " ones take half of that, if they can.",
              example = "=6h")
          @DefaultValue("6h")
          Duration interval,
      @Meaning(
              value = "How many images the audit checks at one registry in a minute.",
              example = "=60")
          @DefaultValue("60")
          int imagesPerMinute,
      @Meaning(
              value =
                  "Whether what could not be pulled again is told in an Event on its owner: true or"
                      + " false.",
              example = "=true")
          @DefaultValue("true")
          boolean events) {
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(7);

    public Audit {
      if (interval.compareTo(SHORTEST) < 0 || interval.compareTo(LONGEST) > 0) {
        throw new InvalidConfigurationPropertyValueException(
            "pullable.audit.interval", interval, "It must be from 1m to 7d.");
      }
      requirePositive("pullable.audit.images-per-minute", imagesPerMinute);
    }

    /// Between two images at one registry.
    Duration perImage() {
      return Duration.ofMinutes(1).dividedBy(imagesPerMinute);
    }
  }

  /// How long what registries answered is believed.
  public record Cache(
      @Meaning(
              value = "How long a tag is not looked up again; 0s always looks it up.",
              example = "=60s")
          @DefaultValue("60s")
          Duration tag,
      @Meaning(
              value =
                  "Up to which age what was found is used while it is looked up again, though"
                      + " nothing is denied on it; 0s leaves that out.",
              example = "=5m")
          @DefaultValue("5m")
          Duration stale,
      @Meaning(
              value =
                  "Up to which age what was found is used, with a warning, where the registry gives"
                      + " no answer; 0s leaves that out.",
              example = "=1h")
          @DefaultValue("1h")
          Duration staleIfError,
      @Meaning(
              value =
                  "How long a digest is not looked up again with the same credential; 0s always"
                      + " looks it up.",
              example = "=1h")
          @DefaultValue("1h")
          Duration digest,
      @Meaning(
              value =
                  "How long what does not exist is not looked up again, at most 15s, since it may be"
                      + " pushed meanwhile; 0s always looks it up.",
              example = "=15s")
          @DefaultValue("15s")
          Duration missing,
      @Meaning(
              value =
                  "How long what was refused is not asked for again with the same credential, at"
                      + " most 10s; 0s always asks.",
              example = "=10s")
          @DefaultValue("10s")
          Duration refused,
      @Meaning(value = "How many answers are remembered; 0 remembers none.", example = "=10000")
          @DefaultValue("10000")
          int entries,
      @Meaning(
              value =
                  "How much memory the manifests of images may take, and the platforms of images a"
                      + " tenth of that; what is dropped is fetched again.",
              example = "=16MB")
          @DefaultValue("16MB")
          DataSize manifestBytes,
      @Meaning(
              value =
                  "How many of the pulls that a registry counts are left to the nodes: with fewer"
                      + " remaining, images that are not known yet are not looked at beyond whether"
                      + " they exist; 0 leaves none.",
              example = "=10")
          @DefaultValue("10")
          int rateLimitRest) {
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final Duration LONGEST_MISSING = Duration.ofSeconds(15);
    private static final Duration LONGEST_REFUSAL = Duration.ofSeconds(10);
    private static final DataSize LEAST_BYTES = DataSize.ofMegabytes(1);
    private static final DataSize MOST_BYTES = DataSize.ofGigabytes(1);

    public Cache {
      requireAtMost("tag", tag, LONGEST, "24h");
      requireAtMost("stale", stale, LONGEST, "24h");
      requireAtMost("stale-if-error", staleIfError, LONGEST, "24h");
      requireAtMost("digest", digest, LONGEST, "24h");
      requireAtMost("missing", missing, LONGEST_MISSING, "15s");
      requireAtMost("refused", refused, LONGEST_REFUSAL, "10s");
      requireCount("entries", entries);
      requireCount("rate-limit-rest", rateLimitRest);
      if (manifestBytes.compareTo(LEAST_BYTES) < 0 || manifestBytes.compareTo(MOST_BYTES) > 0) {
        throw new InvalidConfigurationPropertyValueException(
            "pullable.cache.manifest-bytes", manifestBytes, "It must be from 1MB to 1GB.");
      }
    }

    private static void requireAtMost(String key, Duration value, Duration most, String shown) {
      if (value.isNegative() || value.compareTo(most) > 0) {
        throw new InvalidConfigurationPropertyValueException(
            "pullable.cache." + key, value, "It must be from 0s to " + shown + ".");
      }
    }

    private static void requireCount(String key, int value) {
      if (value < 0 || value > MOST) {
        throw new InvalidConfigurationPropertyValueException(
            "pullable.cache." + key, value, "It must be a number from 0 to " + MOST + ".");
      }
    }

    TimesToLive times() {
      return new TimesToLive(tag, stale, staleIfError, digest, missing, refused);
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
          @Nullable Path directory,
      @Meaning(
              value =
                  "Of which namespaces Secrets and ServiceAccounts are read: all, listed (those of"
                      + " pullable.cluster.namespaces) or none. Where they are not, private images"
                      + " are doubt.",
              example = "=none")
          @DefaultValue("all")
          Secrets secrets,
      @Meaning(
              value = "The namespaces for pullable.cluster.secrets=listed.",
              example = "=shop,billing")
          @DefaultValue
          Set<String> namespaces) {
    private static final Pattern NAMESPACE =
        Pattern.compile("(?=.{1,63}$)[a-z0-9](?:[-a-z0-9]*[a-z0-9])?");

    /// The kinds of source.
    public enum Mode {
      KUBERNETES,
      DIRECTORY
    }

    /// How far Secrets and ServiceAccounts are read.
    public enum Secrets {
      ALL,
      LISTED,
      NONE
    }

    public Cluster {
      if (mode == Mode.DIRECTORY && directory == null) {
        throw new InvalidConfigurationPropertyValueException(
            "pullable.cluster.directory",
            null,
            "pullable.cluster.mode=directory needs the path of a directory of YAML files here.");
      }
      if (mode == Mode.DIRECTORY && secrets != Secrets.ALL) {
        throw new InvalidConfigurationPropertyValueException(
            "pullable.cluster.secrets",
            secrets,
            "With pullable.cluster.mode=directory it must be all: leave out of the directory what"
                + " is not to be read.");
      }
      requireNamespaces(secrets, namespaces);
    }

    private static void requireNamespaces(Secrets secrets, Set<String> namespaces) {
      if (namespaces.isEmpty() == (secrets == Secrets.LISTED)) {
        throw new InvalidConfigurationPropertyValueException(
            "pullable.cluster.namespaces",
            namespaces.isEmpty() ? null : namespaces,
            "It goes with pullable.cluster.secrets=listed, and only with it: "
                + (namespaces.isEmpty() ? "list the namespaces here." : "set that, too."));
      }
      for (String namespace : namespaces) {
        if (!NAMESPACE.matcher(namespace).matches()) {
          throw new InvalidConfigurationPropertyValueException(
              "pullable.cluster.namespaces",
              namespace,
              "The name of a namespace is of lower case letters, digits and dashes.");
        }
      }
    }
  }

  /// What is counted.
  public record Metrics(
      @Meaning(
              value =
                  "How many registries get a label of their own in the metrics, first come, first"
                      + " served; the rest are other.",
              example = "=30")
          @DefaultValue("30")
          int registryHosts,
      @Meaning(
              value =
                  "The ValidatingWebhookConfiguration of which a metric tells whether it is there"
                      + " and asks about Pods; if not set, that of"
                      + " pullable.tls.webhook-configuration.",
              example = "=pullable")
          @Nullable String webhookConfiguration) {

    public Metrics {
      // Each is some fifty time series.
      if (registryHosts < 0 || registryHosts > 1000) {
        throw new InvalidConfigurationPropertyValueException(
            "pullable.metrics.registry-hosts", registryHosts, "It must be from 0 to 1000.");
      }
    }
  }

  /// From the start to the stop.
  public record Lifecycle(
      @Meaning(
              value =
                  "How long the warm-up may take, before which the webhook is not ready; 0s leaves"
                      + " it out.",
              example = "=30s")
          @DefaultValue("30s")
          Duration warmUp,
      @Meaning(
              value =
                  "How long reviews are taken on after the process was told to stop and is not ready"
                      + " any more; where it is not set, 10s with an API server and 0s with a"
                      + " directory.",
              example = "=10s")
          @Nullable Duration drain) {
    private static final Duration DRAIN = Duration.ofSeconds(10);

    public Lifecycle {
      requireNotNegative("pullable.lifecycle.warm-up", warmUp);
      requireNotNegative("pullable.lifecycle.drain", drain == null ? Duration.ZERO : drain);
    }

    /// How long to drain: nobody follows the readiness of a process without a cluster.
    Duration drain(Cluster.Mode mode) {
      return drain != null
          ? drain
          : switch (mode) {
            case KUBERNETES -> DRAIN;
            case DIRECTORY -> Duration.ZERO;
          };
    }
  }

  /// How much is done at a time.
  public record Limits(
      @Meaning(
              value =
                  "How many reviews are looked at at a time; what comes on top is admitted with a"
                      + " warning.",
              example = "=256")
          @DefaultValue("256")
          int reviews,
      @Meaning(
              value =
                  "How many bytes of their bodies are in memory at a time, of which one may have"
                      + " 7MB; what comes on top is admitted with a warning.",
              example = "=32MB")
          @DefaultValue("32MB")
          DataSize reviewBytes,
      @Meaning(value = "How many images of one review are checked at a time.", example = "=8")
          @DefaultValue("8")
          int imagesPerReview,
      @Meaning(value = "How many images are checked at one registry at a time.", example = "=16")
          @DefaultValue("16")
          int perRegistry,
      @Meaning(
              value =
                  "How many bytes of registries' answers, and of what is read from them, are in"
                      + " memory at a time beside the first 64KB of each, of which one registry may"
                      + " have half; images whose answers find no room are in doubt.",
              example = "=16MB")
          @DefaultValue("16MB")
          DataSize answerBytes,
      @Meaning(
              value =
                  "Whether a registry that failed too often just now is left alone for 10s to 60s:"
                      + " true or false.",
              example = "=true")
          @DefaultValue("true")
          boolean breaker) {
    private static final DataSize LARGEST_BODY = DataSize.ofMegabytes(7);
    private static final DataSize FEWEST_OF_ANSWERS = DataSize.ofMegabytes(1);
    private static final DataSize MOST_BYTES = DataSize.ofGigabytes(1);

    public Limits {
      requirePositive("pullable.limits.reviews", reviews);
      requirePositive("pullable.limits.images-per-review", imagesPerReview);
      requirePositive("pullable.limits.per-registry", perRegistry);
      if (reviewBytes.compareTo(LARGEST_BODY) < 0 || reviewBytes.compareTo(MOST_BYTES) > 0) {
        throw new InvalidConfigurationPropertyValueException(
            "pullable.limits.review-bytes",
            reviewBytes,
            "It must be at least 7MB, the largest body that an API server sends, and at most 1GB.");
      }
      if (answerBytes.compareTo(FEWEST_OF_ANSWERS) < 0 || answerBytes.compareTo(MOST_BYTES) > 0) {
        throw new InvalidConfigurationPropertyValueException(
            "pullable.limits.answer-bytes", answerBytes, "It must be from 1MB to 1GB.");
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
          List<String> authenticatedRegistries,
      @Meaning(
              value =
                  "A copy of the docker config that the nodes have, /var/lib/kubelet/config.json:"
                      + " their credentials are tried after the pull secrets. Read again when it"
                      + " changes.",
              example = "=/etc/pullable/node/config.json")
          @Nullable Path dockerConfig,
      @Meaning(
              value =
                  "A copy of the CredentialProviderConfig that the nodes' kubelets are started with:"
                      + " what its plugins answer is tried last. Read again when it changes.",
              example = "=/etc/pullable/node/credential-providers.yaml")
          @Nullable Path credentialProviderConfig,
      @Meaning(
              value = "The directory of these plugins, and of no other programs.",
              example = "=/etc/pullable/node/plugins")
          @Nullable Path credentialProviderBinDir,
      @Meaning(
              value = "What the environment of these plugins has beside what that file says.",
              example = "[AWS_REGION]=eu-central-1")
          @DefaultValue
          Map<String, String> credentialProviderEnvironment,
      @Meaning(
              value =
                  "The directory where the nodes' certs.d is mounted: the hosts.toml of a registry"
                      + " says which hosts are asked for it, and how. Read again when it changes. If"
                      + " not set, registries are asked themselves.",
              example = "=/etc/containerd/certs.d")
          @Nullable Path certsD,
      @Meaning(
              value =
                  "Whether the nodes may ask mirrors that pullable.nodes.certs-d does not name, so"
                      + " that nothing is proven by what the others answer: true or false.",
              example = "=true")
          @DefaultValue("false")
          boolean undeclaredMirrors,
      @Meaning(
              value =
                  "Whether the sizes of images in an index are asked for, one request each when it"
                      + " is new, to be held against the Nodes' ephemeral-storage; those of single"
                      + " images are known anyway: true or false.",
              example = "=true")
          @DefaultValue("false")
          boolean checkDisk) {

    public Nodes {
      requirePlugins(credentialProviderConfig, credentialProviderBinDir);
      requireEnvironment(credentialProviderEnvironment, credentialProviderConfig != null);
    }

    private static void requirePlugins(@Nullable Path config, @Nullable Path binDir) {
      if (config != null && binDir == null) {
        throw new InvalidConfigurationPropertyValueException(
            "pullable.nodes.credential-provider-bin-dir",
            null,
            "pullable.nodes.credential-provider-config needs the directory of its plugins here.");
      }
      if (config == null && binDir != null) {
        throw new InvalidConfigurationPropertyValueException(
            "pullable.nodes.credential-provider-config",
            null,
            "pullable.nodes.credential-provider-bin-dir needs the file that names its plugins"
                + " here.");
      }
      if (binDir != null && !binDir.isAbsolute()) {
        throw new InvalidConfigurationPropertyValueException(
            "pullable.nodes.credential-provider-bin-dir", binDir, "It must be an absolute path.");
      }
    }

    /// The values may be secrets, and are not told.
    private static void requireEnvironment(Map<String, String> environment, boolean plugins) {
      String key = "pullable.nodes.credential-provider-environment";
      if (!plugins && !environment.isEmpty()) {
        throw new InvalidConfigurationPropertyValueException(
            key,
            environment.keySet(),
            "It needs pullable.nodes.credential-provider-config, whose plugins it is for.");
      }
      environment.forEach((name, value) -> {
        // No process can be started with these.
        if (name.isEmpty() || name.indexOf('=') >= 0 || (name + value).indexOf('\0') >= 0) {
          throw new InvalidConfigurationPropertyValueException(
              key, Set.of(name), "A variable has a name without =, and no NUL in its value.");
        }
      });
    }
  }

  /// What is done about an outcome.
  public record Policy(
      @Meaning(
              value =
                  "What is denied where a namespace's label pullable.dev/enforce does not say: off"
                      + " (nothing), pullable (what cannot be pulled), tagged (latest and missing"
                      + " tags, too) or pinned (whatever has no digest, too).",
              example = "=off")
          @DefaultValue("pullable")
          Level enforce,
      @Meaning(value = "The same for warnings, and pullable.dev/warn.", example = "=pinned")
          @DefaultValue("pullable")
          Level warn,
      @Meaning(
              value = "The same for the API server's audit log, and pullable.dev/audit.",
              example = "=pinned")
          @DefaultValue("pullable")
          Level audit,
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
          ValidationAction concern,
      @Meaning(
              value =
                  "What is done about a reason, by its word as in messages, whatever its case: deny,"
                      + " warn or audit. Denied is what is proven, or never proves anything.",
              example = "[TagNotFound]=warn")
          @DefaultValue
          Map<String, ValidationAction> actions,
      @DefaultValue Exempt exempt,
      @Meaning(
              value =
                  "What an image may have to be transferred, compressed, for one platform; if not"
                      + " set, anything.",
              example = "=2GB")
          @Nullable DataSize maxImageSize,
      @Meaning(
              value = "How long ago an image may have been made; if not set, at any time.",
              example = "=365d")
          @Nullable Duration maxImageAge,
      @Meaning(
              value =
                  "A ConfigMap in Pullable's own namespace (pullable.tls.namespace) whose key"
                      + " policy.yaml has settings of pullable.policy that count before all others,"
                      + " and from the moment they are changed; if not set, none.",
              example = "=pullable-policy")
          @Nullable String configMap,
      @Meaning(
              value =
                  "How soon a token in a pull secret has to end for that to be told while it is"
                      + " still let in, up to 30d; 0s never tells it.",
              example = "=1h")
          @DefaultValue("1h")
          Duration credentialsExpireWithin) {
    private static final String KEY = "pullable.policy.";
    private static final Duration LONGEST = Duration.ofDays(30);

    public Policy {
      actions.keySet().forEach(Policy::reason);
      if (maxImageSize != null && maxImageSize.toBytes() <= 0) {
        throw refused("max-image-size", maxImageSize, "It must be above zero, such as 2GB.");
      }
      if (maxImageAge != null) {
        requirePositive(KEY + "max-image-age", maxImageAge);
      }
      if (credentialsExpireWithin.isNegative() || credentialsExpireWithin.compareTo(LONGEST) > 0) {
        throw refused(
            "credentials-expire-within", credentialsExpireWithin, "It must be from 0s to 30d.");
      }
    }

    /// What is not looked at, whatever the levels.
    public record Exempt(
        @Meaning(
                value = "Namespaces in which nothing is looked at.",
                example = "=monitoring,legacy")
            @DefaultValue
            Set<String> namespaces,
        @Meaning(
                value =
                    "Images that are not looked at, by their name with registry, and with the tag or"
                        + " without: * stands for any characters within a segment of the path, **"
                        + " for any at all.",
                example = "=docker.io/library/busybox,registry.example.com/ci/**")
            @DefaultValue
            List<String> images,
        @Meaning(
                value =
                    "Users whose requests are not looked at, by their exact names. Pods of a"
                        + " Deployment are made by a controller, not by its author.",
                example = "=system:serviceaccount:flux-system:kustomize-controller")
            @DefaultValue
            Set<String> users,
        @Meaning(value = "RuntimeClasses whose Pods are not looked at.", example = "=wasm")
            @DefaultValue
            Set<String> runtimeClasses) {

      public Exempt {
        requireNoBlank("namespaces", namespaces);
        requireNoBlank("users", users);
        requireNoBlank("runtime-classes", runtimeClasses);
        if (images.size() > MOST_GLOBS) {
          throw refused(
              "exempt.images",
              images.size() + " elements",
              "There may be " + MOST_GLOBS + " at most.");
        }
        images.forEach(Exempt::glob);
      }

      private static final int MOST_GLOBS = 1000;

      private static void requireNoBlank(String key, Set<String> names) {
        if (names.stream().anyMatch(String::isBlank)) {
          throw refused("exempt." + key, names, "An element is empty.");
        }
      }

      private static ImageGlob glob(String text) {
        try {
          return ImageGlob.parse(text);
        } catch (IllegalArgumentException e) {
          throw refused("exempt.images", text, "It exempts nothing: " + e.getMessage() + ".");
        }
      }

      Exemptions exemptions() {
        return new Exemptions(
            namespaces,
            new ImageGlobs(images.stream().map(Exempt::glob).toList()),
            users,
            runtimeClasses);
      }
    }

    /// The environment has upper case only, so that the case of a word does not count.
    private static Reason reason(String word) {
      List<String> words = Stream.of(Reason.values()).map(Reason::word).toList();
      return Stream.of(Reason.values())
          .filter(it -> it.word().equalsIgnoreCase(word))
          .findFirst()
          .orElseThrow(() ->
              refused(
                  "actions",
                  word,
                  "There is no such reason"
                      + Spelling.nearest(word, words)
                          .map("; did you mean %s?"::formatted)
                          .orElse(", see the words in brackets at the end of messages.")));
    }

    private static InvalidConfigurationPropertyValueException refused(
        String key, Object value, String why) {
      return new InvalidConfigurationPropertyValueException(KEY + key, value, why);
    }

    ClusterPolicy cluster() {
      Map<Reason, ValidationAction> byReason = new EnumMap<>(Reason.class);
      actions.forEach((word, action) -> byReason.put(reason(word), action));
      return new ClusterPolicy(
          new dev.pullable.policy.Policy(
              new Levels(enforce, warn, audit),
              new Actions(byReason, inconclusive, concern),
              new dev.pullable.policy.Limits(
                  maxImageSize == null
                      ? OptionalLong.empty()
                      : OptionalLong.of(maxImageSize.toBytes()),
                  Optional.ofNullable(maxImageAge))),
          exempt.exemptions());
    }
  }

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
      @Meaning(
              value =
                  "Registries that images may come from, by their name in references; * stands for"
                      + " any one label of the host. If empty, any. What comes from others is"
                      + " treated as what cannot be pulled.",
              example = "=docker.io,*.example.com")
          @DefaultValue
          List<String> allowed,
      @Meaning(
              value = "Registries that images may not come from, whatever is allowed.",
              example = "=quay.io")
          @DefaultValue
          List<String> denied,
      @Meaning(
              value =
                  "Registries, or paths there, where an image is looked for that is not where it"
                      + " was asked for, so that the message can name the right one.",
              example = "=reg.example.com,reg.example.com/team")
          @DefaultValue
          List<String> search,
      @Meaning(
              value =
                  "IP addresses and CIDRs that may be connected to although they are loopback,"
                      + " link-local, metadata or the like, where nobody else's registry is.",
              example = "=127.0.0.0/8,::1")
          @DefaultValue
          List<String> allowedAddresses,
      @Meaning(
              value =
                  "IP addresses and CIDRs that are never connected to, whatever is allowed, such as"
                      + " private ranges.",
              example = "=10.0.0.0/8,fc00::/7")
          @DefaultValue
          List<String> deniedAddresses,
      @Meaning(value = "How long it may take to connect to a registry.", example = "=2s")
          @DefaultValue("2s")
          Duration connectTimeout) {

    private static final Pattern HOST =
        Pattern.compile("[-a-zA-Z0-9_*?]+(?:\\.[-a-zA-Z0-9_*?]+)*(?::[0-9]{1,5})?");

    public Registries {
      requireHosts("pullable.registries.allowed", allowed);
      requireHosts("pullable.registries.denied", denied);
      requirePositive("pullable.registries.connect-timeout", connectTimeout);
    }

    /// A pattern that matches nothing would leave a registry allowed.
    private static void requireHosts(String key, List<String> patterns) {
      for (String pattern : patterns) {
        if (!HOST.matcher(pattern).matches()) {
          throw new InvalidConfigurationPropertyValueException(
              key,
              pattern,
              "A registry is a host as in references, with a port or not, such as docker.io,"
                  + " *.example.com or reg.example.com:5000.");
        }
      }
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

  private static void requireNotNegative(String key, Duration value) {
    if (value.isNegative()) {
      throw new InvalidConfigurationPropertyValueException(
          key, value, "It must be a duration of zero or more, such as 0s or 10s.");
    }
  }

  private static void requirePositive(String key, int value) {
    if (value < 1 || value > MOST) {
      throw new InvalidConfigurationPropertyValueException(
          key, value, "It must be a number from 1 to " + MOST + ".");
    }
  }

  private static void requirePositive(String key, Duration value) {
    if (!value.isPositive()) {
      throw new InvalidConfigurationPropertyValueException(
          key, value, "It must be a duration above zero, such as 500ms or 10s.");
    }
  }
}
