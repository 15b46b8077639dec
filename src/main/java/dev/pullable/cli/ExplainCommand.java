package dev.pullable.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pullable.deadline.Deadline;
import dev.pullable.review.Explanation;
import dev.pullable.workload.Workload;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `explain`: shows how the webhook comes to its verdict on one image, step by step.
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Show how Pullable comes to its verdict on one image: the reference as parsed, the Pod's pull"
          + " secrets, the hosts, the credentials in order, each request, the platforms.",
      "Nothing is changed in the cluster, and nothing secret is printed."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:A Pod with the image would be admitted.",
      "1:It would be denied.",
      "2:The options cannot be used."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  pullable explain nginx:1.27 -n shop",
      "  pullable explain reg.example.com/team/app:1.0 -n shop --service-account web -o json",
      "  pullable explain nginx --no-cluster --platform linux/arm64"
    })
public final class ExplainCommand implements Callable<Integer> {
  /// As long as the API server waits for a webhook at most.
  private static final Duration BUDGET = Duration.ofSeconds(30);

  /// The forms in which it is told.
  enum Form {
    text,
    json
  }

  /// `imagePullPolicy` as Kubernetes writes it.
  enum WrittenPullPolicy {
    Always,
    IfNotPresent,
    Never
  }

  private final Engines engines;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "IMAGE",
      description = "The image as a Pod would have it, such as nginx:1.27.")
  private String image;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAME",
      description = "The Pod's namespace; that of the kubeconfig's context if not given.")
  private @Nullable String namespace;

  @Option(
      names = "--service-account",
      paramLabel = "NAME",
      description = "The Pod's ServiceAccount; default if not given.")
  private @Nullable String serviceAccount;

  @Option(
      names = "--pull-secret",
      paramLabel = "NAME",
      description = "A name in the Pod's imagePullSecrets, in place of its ServiceAccount's.")
  private List<String> pullSecrets = List.of();

  @Option(
      names = "--pull-policy",
      paramLabel = "POLICY",
      description =
          "Its imagePullPolicy: ${COMPLETION-CANDIDATES}; Kubernetes' default if not given.")
  private @Nullable WrittenPullPolicy pullPolicy;

  @Option(
      names = "--node-selector",
      paramLabel = "LABEL=VALUE",
      description = "A label of its nodeSelector.")
  private Map<String, String> nodeSelector = new LinkedHashMap<>();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORM",
      defaultValue = "text",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Form output;

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  /// The command, before picocli has filled in its options.
  @SuppressWarnings("NullAway.Init")
  public ExplainCommand(Engines engines) {
    this.engines = engines;
  }

  @Override
  public Integer call() throws JsonProcessingException {
    ExchangeLog log = new ExchangeLog();
    EngineOptions options =
        cluster.options(
            new ClusterSource.Kubeconfig(Optional.empty(), Optional.empty()),
            Map.of(),
            List.of(),
            log);
    try (Engine engine = engines.open(options)) {
      Workload workload = workload(engine);
      Explanation explanation =
          engine.reviewer().explain(workload, Deadline.in(BUDGET), log::settled);
      print(explained(explanation, log));
      return explanation.isDenied() ? ExitCode.SOFTWARE : ExitCode.OK;
    } catch (UnusableOptionException e) {
      // Not with the usage below it, which is long.
      PrintWriter err = spec.commandLine().getErr();
      err.println(spec.qualifiedName() + ": " + e.getMessage());
      err.flush();
      return ExitCode.USAGE;
    }
  }

  /// Read as any other Pod is; its ServiceAccount admission is yet to come.
  private Workload workload(Engine engine) {
    String place = namespace == null ? engine.namespace() : namespace;
    return engine
        .reader()
        .read(pod(), place)
        .map(Workload::beforeAdmission)
        .filter(it -> !it.images().isEmpty())
        .orElseThrow(() ->
            refused(
                "IMAGE names no image: it is empty, or one of pullable.admission.placeholders"));
  }

  private Pod pod() {
    Container container = new Container();
    container.setName("explain");
    container.setImage(image);
    container.setImagePullPolicy(pullPolicy == null ? null : pullPolicy.name());
    PodSpec podSpec = new PodSpec();
    podSpec.setContainers(List.of(container));
    podSpec.setServiceAccountName(serviceAccount);
    podSpec.setImagePullSecrets(pullSecrets.stream().map(LocalObjectReference::new).toList());
    podSpec.setNodeSelector(nodeSelector);
    ObjectMeta metadata = new ObjectMeta();
    metadata.setName("explain");
    Pod pod = new Pod();
    pod.setMetadata(metadata);
    pod.setSpec(podSpec);
    return pod;
  }

  private static ExplainedImage explained(Explanation it, ExchangeLog log) {
    return new ExplainedImage(
        ExplainedReference.written(it.image().image()),
        ExplainedReference.of(it.image().image()),
        ExplainedPod.of(it),
        ExplainedPull.hosts(it.trace().route()),
        ExplainedPull.credentials(it.trace().credentials()),
        ExplainedPull.exchanges(log),
        ExplainedFind.of(it),
        ExplainedVerdict.of(it));
  }

  private void print(ExplainedImage explained) throws JsonProcessingException {
    PrintWriter out = spec.commandLine().getOut();
    switch (output) {
      case text ->
          new ExplainText(out, spec.commandLine().getColorScheme().ansi()).write(explained);
      case json ->
          out.println(
              new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(explained));
    }
    out.flush();
  }

  private ParameterException refused(String problem) {
    return new ParameterException(spec.commandLine(), problem);
  }
}
