package dev.pullable.admission;

import dev.pullable.advice.Advice;
import dev.pullable.advice.Advice.Instead;
import dev.pullable.policy.Actions;
import dev.pullable.policy.Level;
import dev.pullable.policy.Levels;
import dev.pullable.policy.Limits;
import dev.pullable.policy.Policy;
import dev.pullable.policy.ReasonsPage;
import dev.pullable.policy.Verdict;
import dev.pullable.reference.Digest;
import dev.pullable.reference.ImageReferenceParser;
import dev.pullable.resolution.Content;
import dev.pullable.resolution.CredentialTrace;
import dev.pullable.resolution.CredentialTrace.Step;
import dev.pullable.resolution.Evidence;
import dev.pullable.resolution.NodesConcerned;
import dev.pullable.resolution.Reason;
import dev.pullable.resolution.Resolution;
import dev.pullable.resolution.Resolution.Concern;
import dev.pullable.resolution.Resolution.Doubt;
import dev.pullable.resolution.Resolution.Inconclusive;
import dev.pullable.resolution.Resolution.Pullable;
import dev.pullable.resolution.Resolution.Unpullable;
import dev.pullable.review.Review;
import dev.pullable.workload.ContainerImage;
import dev.pullable.workload.Workload;
import dev.pullable.workload.WorkloadReader;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionResponse;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// An object, what was found out about its images, and what kubectl prints of the answer. Made by
/// hand below the resolution, since a registry, a cluster and nodes for every reason would hide
/// what the golden files are for: the words.
final class GoldenCase {
  static final Digest DIGEST =
      new Digest("sha256", "9c1b6dd6c1be95e5ad9c6e4ddcb7f8a2d3ba0df0e4a1b1a5b7b9f2c1d0e3f4a5");
  static final Digest NEWER =
      new Digest("sha256", "4f0e2a7d91c3b8e6f5a4d3c2b1a0998877665544332211ffeeddccbbaa998877");
  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  private final HasMetadata object;
  private final Workload workload;
  private String subject = "";
  private String detail = "";
  private NodesConcerned nodes = NodesConcerned.UNKNOWN;
  private CredentialTrace trace = CredentialTrace.NONE;
  private Advice advice = Advice.NONE;
  private Level level = Level.PULLABLE;
  private Limits limits = Limits.NONE;
  private Function<Evidence, Resolution> outcome = it -> new Pullable(DIGEST, List.of(), it);

  private GoldenCase(HasMetadata object, Workload workload) {
    this.object = object;
    this.workload = workload;
  }

  /// An object that is applied.
  static GoldenCase of(String yaml) {
    HasMetadata object = YAML.unmarshal("# YAML, also where it is in braces\n" + yaml);
    return new GoldenCase(object, new WorkloadReader(Set.of()).read(object, "shop").orElseThrow());
  }

  /// A Deployment with one container.
  static GoldenCase image(String image, String... pullSecrets) {
    String secrets = pullSecrets.length == 0 ? "" : "imagePullSecrets: [";
    for (String secret : pullSecrets) {
      secrets += "{name: " + secret + "}, ";
    }
    return of(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          template:
            spec:
              %s
              containers: [{name: web, image: "%s"}]
        """
            .formatted(secrets.isEmpty() ? "restartPolicy: Always" : secrets + "]", image));
  }

  GoldenCase existing() {
    GoldenCase existing = new GoldenCase(object, workload.existing());
    existing.about(subject, detail).nodes(nodes).advice(advice).level(level).outcome = outcome;
    existing.trace = trace;
    return existing;
  }

  GoldenCase about(String subject, String detail) {
    this.subject = subject;
    this.detail = detail;
    return this;
  }

  GoldenCase about(String subject) {
    return about(subject, "");
  }

  GoldenCase nodes(int concerned, int eligible, String... elsewhere) {
    return nodes(new NodesConcerned(concerned, eligible, List.of(elsewhere)));
  }

  private GoldenCase nodes(NodesConcerned nodes) {
    this.nodes = nodes;
    return this;
  }

  GoldenCase trace(Step... steps) {
    trace = new CredentialTrace(List.of(steps));
    return this;
  }

  GoldenCase advice(Advice advice) {
    this.advice = advice;
    return this;
  }

  GoldenCase instead(Instead.Kind kind, String... references) {
    return advice(
        new Advice(
            List.of(references).stream().map(it -> new Instead(kind, it, DIGEST)).toList(),
            Optional.empty(),
            Optional.empty(),
            false));
  }

  GoldenCase level(Level level) {
    this.level = level;
    return this;
  }

  GoldenCase unpullable(Reason reason) {
    outcome = it -> new Unpullable(reason, it);
    return this;
  }

  GoldenCase doubt(Reason reason, Doubt doubt) {
    outcome = it -> new Inconclusive(reason, doubt, it);
    return this;
  }

  GoldenCase concern(Reason reason, String... names) {
    outcome =
        it ->
            new Pullable(
                DIGEST,
                List.of(new Concern(reason, it.subject(), it.detail(), List.of(names), it.nodes())),
                it);
    return this;
  }

  /// One that can be pulled, and is more than the limits allow.
  GoldenCase exceeding(Content content, Limits allowed) {
    limits = allowed;
    outcome = it -> new Pullable(DIGEST, List.of(), content, it);
    return this;
  }

  private Review review() {
    Map<ContainerImage, Resolution> resolutions = new LinkedHashMap<>();
    Map<ContainerImage, Advice> advices = new LinkedHashMap<>();
    for (ContainerImage image : workload.images()) {
      Evidence evidence =
          new Evidence(ImageReferenceParser.parse(image.image()), List.of(), subject, detail)
              .with(trace)
              .with(nodes);
      resolutions.put(image, outcome.apply(evidence));
      advices.put(image, advice);
    }
    Policy policy = new Policy(new Levels(level, level, level), Actions.DEFAULT, limits);
    return new Review(workload, resolutions, policy.judge(workload, resolutions, advices));
  }

  AdmissionResponse response() {
    return Answered.of("u", review(), List.of(), ReasonsPage.DEFAULT).response();
  }

  /// `admit`, `warn` or `deny`.
  String verdict() {
    Verdict verdict = review().verdict();
    return switch (verdict) {
      case Verdict.Deny _ -> "deny";
      case Verdict.Suspended _ -> "suspended";
      case Verdict.Admit admit -> admit.warnings().isEmpty() ? "admit" : "warn";
    };
  }

  /// As kubectl has it, of `apply` for what is new and of `replace` for what is there.
  String printed() {
    AdmissionResponse response = response();
    StringBuilder printed = new StringBuilder();
    response.getWarnings().forEach(it -> printed.append("Warning: ").append(it).append('\n'));
    boolean exists = workload.target().exists();
    if (Boolean.TRUE.equals(response.getAllowed())) {
      String group = object.getApiVersion().contains("/") ? ".apps" : "";
      return printed
          .append("%s%s/web ".formatted(object.getKind().toLowerCase(Locale.ROOT), group))
          .append(exists ? "replaced\n" : "created\n")
          .toString();
    }
    return printed
        .append("Error from server (Forbidden): error when ")
        .append(exists ? "replacing" : "creating")
        .append(" \"web.yaml\": admission webhook \"images.pullable.dev\" denied the request: ")
        .append(response.getStatus().getMessage())
        .append('\n')
        .toString();
  }
}
