package dev.pullable.admission;

import dev.pullable.deadline.Deadline;
import dev.pullable.policy.Exemption;
import dev.pullable.policy.Levels;
import dev.pullable.policy.NamespaceReview;
import dev.pullable.policy.NamespaceReview.Marks;
import dev.pullable.policy.Policies;
import dev.pullable.policy.Policy;
import dev.pullable.policy.ReasonsPage;
import dev.pullable.review.WorkloadReviewer;
import dev.pullable.workload.ContainerImage;
import dev.pullable.workload.Text;
import dev.pullable.workload.Workload;
import dev.pullable.workload.WorkloadReader;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionRequest;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// From an admission request to its response: decides what is looked at, and has it reviewed.
public final class AdmissionReviewer {
  private static final String MIRROR_POD = "kubernetes.io/config.mirror";
  private static final Set<String> OPERATIONS = Set.of("CREATE", "UPDATE");
  private static final Set<String> SUBRESOURCES = Set.of("", "ephemeralcontainers");
  private static final Logger log = LoggerFactory.getLogger(AdmissionReviewer.class);

  private final WorkloadReader reader;
  private final WorkloadReviewer reviewer;
  private final Policies policies;
  private final NamespaceReview namespaces;
  private final ReviewEvents events;
  private final ReasonsPage reasons;

  /// A reviewer whose reviews nobody counts, and from which nothing is exempt.
  public AdmissionReviewer(WorkloadReader reader, WorkloadReviewer reviewer) {
    this(
        reader,
        reviewer,
        _ -> Policy.DEFAULT,
        new NamespaceReview(() -> Levels.DEFAULT, InstantSource.system()),
        ReviewEvents.NONE,
        ReasonsPage.DEFAULT);
  }

  /// @param policies what is looked at, which must be those of the reviewer of workloads
  /// @param namespaces what is told to who labels a namespace
  /// @param reasons where the messages send their readers
  public AdmissionReviewer(
      WorkloadReader reader,
      WorkloadReviewer reviewer,
      Policies policies,
      NamespaceReview namespaces,
      ReviewEvents events,
      ReasonsPage reasons) {
    this.reader = reader;
    this.reviewer = reviewer;
    this.policies = policies;
    this.namespaces = namespaces;
    this.events = events;
    this.reasons = reasons;
  }

  /// Answers the request by the deadline. Never throws: a fault of ours must not keep anybody's
  /// Pods from being made, as no answer at all would where `failurePolicy` is `Fail`.
  public AdmissionResponse review(AdmissionRequest request, Deadline deadline) {
    return told(request, () -> guarded(request, deadline));
  }

  /// Answers a request whose object could not be read.
  ///
  /// @param problem where the reading stopped, for the log
  AdmissionResponse unreadable(AdmissionRequest request, String problem) {
    String uid = request.getUid();
    log.warn("the object of request {} was not checked: {}", LogText.of(uid), problem);
    return told(request, () -> Answered.unchecked(uid, "the object could not be read"));
  }

  private AdmissionResponse told(AdmissionRequest request, Supplier<Answered> review) {
    long start = System.nanoTime();
    events.began(request);
    Answered answered = review.get();
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    events.answered(request, answered.answer(), answered.review(), took);
    return answered.response();
  }

  private Answered guarded(AdmissionRequest request, Deadline deadline) {
    try {
      return reviewed(request, deadline);
    } catch (RuntimeException | StackOverflowError e) {
      log.error(
          "{} {} in namespace {} was not checked (request {}), which is a bug:\n{}",
          LogText.of(Text.of(request.getOperation())),
          LogText.of(Text.of(request.getName())),
          LogText.of(Text.of(request.getNamespace())),
          LogText.of(request.getUid()),
          LogText.of(e));
      return Answered.unchecked(
          request.getUid(), "an internal error of the admission webhook, see its log");
    }
  }

  private Answered reviewed(AdmissionRequest request, Deadline deadline) {
    String uid = request.getUid();
    if (!inScope(request)) {
      return Answered.nothingToCheck(uid);
    }
    if (request.getObject() instanceof Namespace namespace) {
      return Answered.told(
          uid, namespaces.problems(marks(request.getOldObject()), marks(namespace)));
    }
    Optional<Workload> workload = changed(request);
    if (workload.isEmpty() || workload.get().images().isEmpty()) {
      return Answered.nothingToCheck(uid);
    }
    return reviewed(uid, user(request), workload.get(), deadline);
  }

  private Answered reviewed(String uid, String user, Workload workload, Deadline deadline) {
    String namespace = workload.namespace();
    Optional<Exemption> exemption =
        policies.exemption(namespace, user, workload.runtimeClassName());
    if (exemption.isPresent()) {
      return Answered.exempt(uid, exemption.get());
    }
    if (policies.of(namespace).levels().off()) {
      return Answered.nothingToCheck(uid);
    }
    ExemptImages exempt = ExemptImages.of(workload, policies.exemptImages(namespace));
    return exempt.rest().images().isEmpty()
        ? Answered.exempt(uid, exempt.images())
        : Answered.of(uid, reviewer.review(exempt.rest(), deadline), exempt.images(), reasons);
  }

  private static String user(AdmissionRequest request) {
    return request.getUserInfo() == null ? "" : Text.of(request.getUserInfo().getUsername());
  }

  private static Marks marks(@Nullable Object object) {
    return object instanceof Namespace namespace && namespace.getMetadata() != null
        ? new Marks(
            Text.map(namespace.getMetadata().getLabels()),
            Text.map(namespace.getMetadata().getAnnotations()))
        : Marks.NONE;
  }

  private static boolean inScope(AdmissionRequest request) {
    return OPERATIONS.contains(Text.of(request.getOperation()))
        && SUBRESOURCES.contains(Text.of(request.getSubResource()))
        && !isOnItsWayOut(request.getObject());
  }

  /// Mirror Pods are the kubelet's own report of static Pods; refusing one changes nothing there.
  /// What is being deleted must be able to lose its finalizers.
  private static boolean isOnItsWayOut(@Nullable Object object) {
    if (!(object instanceof HasMetadata typed) || typed.getMetadata() == null) {
      return false;
    }
    ObjectMeta metadata = typed.getMetadata();
    return metadata.getDeletionTimestamp() != null
        || (typed instanceof Pod
            && metadata.getAnnotations() != null
            && metadata.getAnnotations().containsKey(MIRROR_POD));
  }

  /// The workload with those images only that an update brings in; with all of them on a create.
  private Optional<Workload> changed(AdmissionRequest request) {
    Optional<Workload> workload = read(request, request.getObject());
    if (workload.isEmpty() || !"UPDATE".equals(request.getOperation())) {
      return workload;
    }
    Set<String> before = new HashSet<>();
    read(request, request.getOldObject())
        .ifPresent(old -> old.images().forEach(image -> before.add(image.image())));
    List<ContainerImage> changed =
        workload.get().images().stream().filter(image -> !before.contains(image.image())).toList();
    return Optional.of(workload.get().withImages(changed).existing());
  }

  private Optional<Workload> read(AdmissionRequest request, @Nullable Object object) {
    return object instanceof KubernetesResource typed
        ? reader.read(typed, Text.of(request.getNamespace()))
        : Optional.empty();
  }
}
