package dev.pullable.resolution;

import dev.pullable.credential.Credential.Origin;
import dev.pullable.credential.Credential.Source;
import dev.pullable.credential.Keyring;
import dev.pullable.credential.KeyringResult;
import dev.pullable.deadline.Deadline;
import dev.pullable.reference.Digest;
import dev.pullable.reference.EmbeddedSecrets;
import dev.pullable.reference.ImageReference;
import dev.pullable.reference.ImageReferenceParser;
import dev.pullable.reference.InvalidReference;
import dev.pullable.registry.ManifestAnswer;
import dev.pullable.registry.ManifestAnswer.LastSeen;
import dev.pullable.registry.Refusal;
import dev.pullable.registry.Registry;
import dev.pullable.registry.Registry.ManifestRequest;
import dev.pullable.registry.Route;
import dev.pullable.registry.Tenant;
import dev.pullable.resolution.Resolution.Concern;
import dev.pullable.resolution.Resolution.Doubt;
import dev.pullable.resolution.Resolution.Inconclusive;
import dev.pullable.resolution.Resolution.NotPulled;
import dev.pullable.resolution.Resolution.Pullable;
import dev.pullable.resolution.Resolution.Unpullable;
import dev.pullable.workload.ContainerImage;
import dev.pullable.workload.ContainerImage.PullPolicy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/// Finds out what a kubelet would experience with an image: parses, plans and attempts as it would.
/// The one place that decides what is proof and what is doubt.
public final class ImageResolver {
  private final PullPlanner planner;
  private final Registry registry;
  private final NodeCredentials nodeCredentials;
  private final AllowedRegistries allowed;
  private final Function<String, Wanted> wanted;
  private final InstantSource clock;
  private final TokenExpiry expiry;

  /// A resolver of images from anywhere.
  public ImageResolver(PullPlanner planner, Registry registry, NodeCredentials nodeCredentials) {
    this(planner, registry, nodeCredentials, AllowedRegistries.ALL);
  }

  /// A resolver that asks for nothing that it does not need.
  public ImageResolver(
      PullPlanner planner,
      Registry registry,
      NodeCredentials nodeCredentials,
      AllowedRegistries allowed) {
    this(
        planner,
        registry,
        nodeCredentials,
        allowed,
        _ -> Wanted.NOTHING,
        InstantSource.system(),
        TokenExpiry.NOT_FORESEEN);
  }

  /// @param wanted what is to be found out for a namespace; asked for each image
  /// @param clock by which the age of an image is told
  public ImageResolver(
      PullPlanner planner,
      Registry registry,
      NodeCredentials nodeCredentials,
      AllowedRegistries allowed,
      Function<String, Wanted> wanted,
      InstantSource clock,
      TokenExpiry expiry) {
    this.wanted = wanted;
    this.clock = clock;
    this.allowed = allowed;
    this.expiry = expiry;
    this.planner = planner;
    this.registry = registry;
    this.nodeCredentials = nodeCredentials;
  }

  /// Resolves an image by the deadline.
  public Resolution resolve(ContainerImage image, PullContext context, Deadline deadline) {
    return resolve(image, context, deadline, PullTracer.NONE);
  }

  /// The same, for whoever wants to be shown how.
  ///
  /// @param tracer hears of each step; what it heard last counts
  public Resolution resolve(
      ContainerImage image, PullContext context, Deadline deadline, PullTracer tracer) {
    return switch (ImageReferenceParser.parse(image.image())) {
      case InvalidReference invalid -> invalid(invalid);
      case ImageReference reference when image.pullPolicy() == PullPolicy.NEVER ->
          NeverPulled.of(reference, context.platforms().nodes());
      case ImageReference reference when !allowed.contains(reference) -> forbidden(reference);
      case ImageReference reference ->
          weakened(
              image,
              reference,
              context,
              Tenant.asking(
                  context.namespace(), () -> pulled(image, reference, context, deadline, tracer)));
    };
  }

  /// What is said of an image for which there was no time.
  public Resolution outOfTime(ContainerImage image) {
    return unasked(image, Reason.DEADLINE_EXCEEDED, "");
  }

  /// What is said of an image beyond those that are looked at.
  ///
  /// @param most how many are
  public Resolution overTheLimit(ContainerImage image, int most) {
    return unasked(image, Reason.TOO_MANY_IMAGES, Integer.toString(most));
  }

  /// What is known without asking anybody.
  private Resolution unasked(ContainerImage image, Reason why, String subject) {
    return switch (ImageReferenceParser.parse(image.image())) {
      case InvalidReference invalid -> invalid(invalid);
      case ImageReference reference when image.pullPolicy() == PullPolicy.NEVER -> new NotPulled();
      case ImageReference reference when !allowed.contains(reference) -> forbidden(reference);
      case ImageReference reference ->
          new Inconclusive(
              why, Doubt.NO_ANSWER, Evidence.of(reference, List.of()).about(subject, ""));
    };
  }

  private static Resolution invalid(InvalidReference invalid) {
    Reason reason =
        EmbeddedSecrets.areIn(invalid.written())
            ? Reason.CREDENTIALS_IN_REFERENCE
            : Reason.INVALID_REFERENCE;
    return new Unpullable(reason, Evidence.of(invalid, List.of()));
  }

  private static Resolution forbidden(ImageReference reference) {
    return new Inconclusive(
        Reason.REGISTRY_NOT_ALLOWED,
        Doubt.NOT_ALLOWED,
        Evidence.of(reference, List.of()).about(AllowedRegistries.host(reference), ""));
  }

  private Resolution pulled(
      ContainerImage image,
      ImageReference reference,
      PullContext context,
      Deadline deadline,
      PullTracer tracer) {
    return switch (context.keyring()) {
      case KeyringResult.Broken(var secrets) -> {
        var first = secrets.getFirst();
        CredentialTrace steps = new CredentialSteps(context).broken(secrets);
        tracer.credentials(() -> steps);
        Evidence evidence =
            Evidence.of(reference, List.of())
                .about(first.name(), first.key() + " " + first.detail())
                .with(steps);
        yield new Unpullable(Reason.PULL_SECRET_MALFORMED, evidence);
      }
      case Keyring keyring -> {
        Wanted what = wanted.apply(context.namespace());
        Asking asking = new Asking(image, reference, keyring, context, what, deadline, tracer);
        Resolution recalled = asked(asking, registry);
        yield isDeniedByMemory(recalled, what) ? asked(asking, registry.now()) : recalled;
      }
    };
  }

  /// What is asked about one image.
  private record Asking(
      ContainerImage image,
      ImageReference reference,
      Keyring keyring,
      PullContext context,
      Wanted wanted,
      Deadline deadline,
      PullTracer tracer) {}

  private Resolution asked(Asking it, Registry registry) {
    PullPlan plan = planner.plan(it.reference(), it.keyring());
    return switch (plan.route()) {
      case Route.Unknown unknown -> {
        it.tracer().planned(unknown);
        yield new Inconclusive(
            Reason.HOSTS_UNKNOWN,
            Doubt.NO_ANSWER,
            Evidence.of(it.reference(), List.of()).about("", unknown.problem()));
      }
      case Route.Hosts route -> {
        Route.Hosts there = route.on(it.context().platforms());
        it.tracer().planned(there);
        yield weakened(asked(it, plan, route, registry), there);
      }
    };
  }

  private Resolution asked(Asking it, PullPlan plan, Route.Hosts route, Registry registry) {
    HostsInTurn hosts = new HostsInTurn(registry, it.reference(), plan.repository(), route);
    Pull pull = new Pull(it.reference(), plan.credentials(), hosts, it.deadline());
    return switch (pull.run(nodeCredentials)) {
      case Pull.LetIn(ManifestRequest request, ManifestAnswer.Found found, var attempts) -> {
        told(it, attempts);
        Evidence evidence = Evidence.of(it.reference(), attempts).from(request.endpoint());
        ImageParts parts = new ImageParts(registry, request, it.deadline());
        Measures measures = new Measures(it.wanted(), clock.instant(), parts);
        Resolution judged =
            new PlatformJudge(
                    it.context().platforms(), evidence, parts, measures, it.tracer()::platform)
                .judge(it.image(), found);
        yield concerned(judged, found, alsoFound(it, request, registry));
      }
      case Pull.Refused refused -> failed(it, refused);
    };
  }

  /// A host that is not known here may have another image, or have it at all; or else the nodes may
  /// not ask the one that has it.
  private static Resolution weakened(Resolution resolution, Route.Hosts route) {
    if (route.doubts().isEmpty()) {
      return resolution;
    }
    String why = String.join("; ", route.doubts().stream().map(Route.Doubt::because).toList());
    return switch (resolution) {
      case Unpullable(Reason reason, Evidence evidence) ->
          new Inconclusive(reason, Doubt.OTHER_HOSTS, evidence.without(why));
      case Pullable(Digest _, var _, var _, Evidence evidence) when !route.askedByAll() ->
          new Inconclusive(Reason.HOSTS_UNKNOWN, Doubt.OTHER_HOSTS, evidence.without(why));
      case Pullable _, Inconclusive _, NotPulled _ -> resolution;
    };
  }

  /// What was seen a while ago may have been put right since.
  private static boolean isDeniedByMemory(Resolution resolution, Wanted wanted) {
    return switch (resolution) {
      case Unpullable(Reason _, Evidence evidence) -> isFromMemory(evidence);
      case Pullable(Digest _, var _, Content content, Evidence evidence) ->
          isFromMemory(evidence) && wanted.forbidden().test(content);
      case Inconclusive _, NotPulled _ -> false;
    };
  }

  private static boolean isFromMemory(Evidence evidence) {
    return evidence.attempts().stream()
        .anyMatch(attempt ->
            attempt.answer() instanceof ManifestAnswer.Found found && found.lastSeen().isPresent());
  }

  /// What else may be wrong with an image that can be pulled; looked for only then.
  private Supplier<List<Concern>> alsoFound(Asking it, ManifestRequest request, Registry registry) {
    return () -> {
      List<Concern> concerns = new ArrayList<>();
      expiry.soon(request.credential()).ifPresent(concerns::add);
      new MovedTag(planner.routes(), registry)
          .of(it.reference(), request.credential(), it.deadline())
          .ifPresent(concerns::add);
      return concerns;
    };
  }

  /// That its registry gives no answer is a concern about an image that was there a while ago.
  private static Resolution concerned(
      Resolution judged, ManifestAnswer.Found found, Supplier<List<Concern>> more) {
    if (!(judged
        instanceof Pullable(Digest digest, var concerns, Content content, Evidence evidence))) {
      return judged;
    }
    List<Concern> all = new ArrayList<>(concerns);
    if (found.lastSeen().orElse(null) instanceof LastSeen(Duration age, var instead)
        && instead.isPresent()) {
      String subject = Refusals.lastSeen(age, instead.get());
      all.add(new Concern(Reason.LAST_SEEN, subject, List.of()));
    }
    all.addAll(more.get());
    return new Pullable(digest, all, content, evidence);
  }

  private void told(Asking it, List<Attempt> attempts) {
    it.tracer().attempted(attempts);
    it.tracer().credentials(() -> credentials(it, attempts));
  }

  private CredentialTrace credentials(Asking it, List<Attempt> attempts) {
    return new CredentialSteps(it.context())
        .tried(it.reference(), it.keyring(), attempts, source -> ended(it, source));
  }

  private Resolution failed(Asking it, Pull.Refused refused) {
    told(it, refused.attempts());
    Attempt decisive = refused.decisive();
    Refusal refusal = (Refusal) decisive.answer();
    Refusals.Named named = named(it, refusal, decisive);
    Evidence evidence =
        Evidence.of(it.reference(), refused.attempts())
            .about(named.subject(), named.detail())
            .without(refused.unknown())
            .from(decisive.endpoint());
    Resolution resolution =
        Refusals.weight(refusal) == Refusals.Weight.DOUBT
            ? new Inconclusive(named.reason(), Doubt.NO_ANSWER, evidence)
            : proven(it.reference(), new Unpullable(named.reason(), evidence), it.context());
    return traced(it, resolution, refused.attempts());
  }

  /// Some registries say 403 to a token that has ended, Amazon ECR among them.
  private Refusals.Named named(Asking it, Refusal refusal, Attempt decisive) {
    boolean refused = refusal instanceof Refusal.Unauthorized || refusal instanceof Refusal.Denied;
    Source source = decisive.credential().orElse(null);
    if (refused && source != null && source.origin() == Origin.PULL_SECRET) {
      String ended = ended(it, source);
      if (!ended.isEmpty()) {
        return Refusals.expired(source, ended);
      }
    }
    return Refusals.name(refusal, decisive, it.reference(), it.keyring(), it.context().secrets());
  }

  /// Attempts do not keep the credential; of the pull secrets' it can be found again.
  private String ended(Asking it, Source source) {
    return expiry.expired(
        it.keyring().lookup(it.reference().name()).stream()
            .filter(credential -> credential.source().equals(source))
            .toList());
  }

  private Resolution traced(Asking it, Resolution resolution, List<Attempt> attempts) {
    return switch (resolution) {
      case Unpullable(Reason reason, Evidence evidence) when Refusals.isAboutCredentials(reason) ->
          new Unpullable(reason, evidence.with(credentials(it, attempts)));
      case Inconclusive(Reason reason, Doubt doubt, Evidence evidence)
          when Refusals.isAboutCredentials(reason) ->
          new Inconclusive(reason, doubt, evidence.with(credentials(it, attempts)));
      case Unpullable _, Inconclusive _, Pullable _, NotPulled _ -> resolution;
    };
  }

  /// A refusal is proof only if no credential is left that is not known here.
  private Resolution proven(ImageReference reference, Unpullable unpullable, PullContext context) {
    PullContext.Secrets secrets = context.secrets();
    Reason reason = unpullable.reason();
    Evidence evidence = unpullable.evidence();
    if (!secrets.unreadable().isEmpty()) {
      return new Inconclusive(
          Reason.PULL_SECRET_UNREADABLE,
          Doubt.CLUSTER_UNREADABLE,
          evidence.about(secrets.unreadable().getFirst(), ""));
    }
    if (secrets.missingServiceAccount().isPresent() && secrets.named().isEmpty()) {
      return new Inconclusive(
          Reason.SERVICE_ACCOUNT_NOT_FOUND,
          Doubt.CLUSTER_UNREADABLE,
          evidence.about(secrets.missingServiceAccount().get(), ""));
    }
    if (secrets.incomplete() || (secrets.offLimits() && isPrivate(reason))) {
      return new Inconclusive(reason, Doubt.CLUSTER_UNREADABLE, evidence);
    }
    return !evidence.unknown().isEmpty() || nodeCredentials.mayServe(reference)
        ? new Inconclusive(reason, Doubt.NODE_CREDENTIALS, evidence)
        : unpullable;
  }

  private static boolean isPrivate(Reason reason) {
    // Of the missing repository some registries speak to who must not see it.
    return Refusals.isAboutCredentials(reason) || reason == Reason.REPOSITORY_NOT_FOUND;
  }

  /// What cannot be pulled may not have to be: the kubelet pulls `IfNotPresent` only if it is not.
  private static Resolution weakened(
      ContainerImage image, ImageReference reference, PullContext context, Resolution resolution) {
    if (resolution instanceof Unpullable(Reason reason, Evidence evidence)
        && image.pullPolicy() == PullPolicy.IF_NOT_PRESENT
        && isOnSomeNode(reference, context)) {
      return new Inconclusive(reason, Doubt.IMAGE_ON_NODE, evidence);
    }
    return resolution;
  }

  private static boolean isOnSomeNode(ImageReference reference, PullContext context) {
    return context.platforms().nodes().stream().anyMatch(new NodeImages(reference)::isOn);
  }
}
