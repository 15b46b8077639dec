package dev.pullable.advice;

import dev.pullable.advice.Advice.Instead.Kind;
import dev.pullable.advice.Doors.Door;
import dev.pullable.credential.PullSecrets;
import dev.pullable.deadline.Deadline;
import dev.pullable.reference.ImageReference;
import dev.pullable.reference.ImageReferenceParser;
import dev.pullable.reference.InvalidReference;
import dev.pullable.registry.Endpoints;
import dev.pullable.registry.ManifestAnswer;
import dev.pullable.registry.NamesAnswer;
import dev.pullable.registry.Refusal;
import dev.pullable.registry.Registry;
import dev.pullable.registry.Registry.ManifestRequest;
import dev.pullable.registry.Registry.NamesRequest;
import dev.pullable.registry.Tenant;
import dev.pullable.resolution.ImageResolver;
import dev.pullable.resolution.Reason;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// An advisor who asks the registries again: with the Pod's own credentials only, and only for what
/// the Pod could then pull.
public final class RegistryAdvisor implements Advisor {
  private static final String DOCKER_HUB = "docker.io";
  private static final String OFFICIAL = "library/";

  private final ImageResolver resolver;
  private final Registry registry;
  private final NamespaceSecrets secrets;
  private final SearchedRegistries searched;

  public RegistryAdvisor(
      ImageResolver resolver, Registry registry, PullSecrets secrets, SearchedRegistries searched) {
    this.resolver = resolver;
    this.registry = registry;
    this.secrets = new NamespaceSecrets(secrets);
    this.searched = searched;
  }

  @Override
  public Advice advise(Refused refused, Deadline deadline) {
    return Tenant.asking(
        refused.context().namespace(),
        () -> {
          Trials trials = new Trials(resolver, refused, deadline);
          return switch (refused.evidence().reference()) {
            case InvalidReference it -> respelt(it, trials);
            case ImageReference it -> new Search(it, refused, trials, deadline).advice();
          };
        });
  }

  private static Advice respelt(InvalidReference invalid, Trials trials) {
    trials.of(Kind.SPELLING, Respelling.candidates(invalid.written()));
    return new Advice(trials.found(), Optional.empty(), Optional.empty(), false);
  }

  /// The search for one image that has a name.
  private final class Search {
    private final ImageReference reference;
    private final Refused refused;
    private final Trials trials;
    private final Deadline deadline;
    private final Doors doors;

    Search(ImageReference reference, Refused refused, Trials trials, Deadline deadline) {
      this.reference = reference;
      this.refused = refused;
      this.trials = trials;
      this.deadline = deadline;
      this.doors = new Doors(reference, refused);
    }

    /// What mends the credentials comes first: if that is found, the name is right.
    Advice advice() {
      boolean closed = Refused.CLOSED.contains(refused.reason());
      NamespaceSecrets.Found found =
          closed
              ? secrets.of(reference, refused.context(), trials, deadline)
              : NamespaceSecrets.Found.NOTHING;
      boolean anonymous = closed && isPublic();
      if (found.unnamed().isEmpty() && !anonymous) {
        others();
      }
      return new Advice(trials.found(), found.unnamed(), found.free(), anonymous);
    }

    private void others() {
      if (refused.reason() == Reason.TAG_NOT_FOUND) {
        doors.toTags().ifPresent(door -> trials.of(Kind.TAG, tags(door)));
      }
      if (trials.isEmpty()) {
        trials.of(Kind.REGISTRY, searched.candidates(reference));
      }
      if (trials.isEmpty() && mayBeMisnamed()) {
        trials.of(Kind.REPOSITORY, repositories());
      }
    }

    /// A repository that is there is not another one.
    private boolean mayBeMisnamed() {
      return refused.reason() != Reason.REGISTRY_NOT_ALLOWED && !doors.areThere();
    }

    private boolean isPublic() {
      return doors
          .toStale()
          .map(door ->
              registry.manifest(
                  new ManifestRequest(
                      door.endpoint(),
                      Endpoints.repository(reference),
                      reference.manifestReference(),
                      reference.digest(),
                      null),
                  deadline))
          .filter(ManifestAnswer.Found.class::isInstance)
          .isPresent();
    }

    private List<ImageReference> tags(Door door) {
      String wanted = reference.manifestReference();
      List<String> all = names(door, Endpoints.repository(reference), NearTags.before(wanted));
      return NearTags.of(wanted, all, refused.latestForbidden()).stream()
          .flatMap(tag -> parsed(reference.name() + ":" + tag))
          .toList();
    }

    private List<ImageReference> repositories() {
      boolean hub = reference.domain().equals(DOCKER_HUB);
      if (hub && !reference.path().startsWith(OFFICIAL)) {
        return List.of();
      }
      String wanted = hub ? reference.familiarName() : Endpoints.repository(reference);
      String host = hub ? "" : hostOf(reference) + "/";
      List<String> known = hub ? OfficialImages.names() : catalog();
      return NearRepositories.of(wanted, known).stream()
          .flatMap(path -> parsed(host + path + suffix()))
          .toList();
    }

    private List<String> catalog() {
      return doors.toCatalog().map(door -> names(door, "", "")).orElse(List.of());
    }

    private List<String> names(Door door, String repository, String after) {
      NamesRequest request =
          new NamesRequest(door.endpoint(), repository, after, door.credential());
      return switch (registry.names(request, deadline)) {
        case NamesAnswer.Names(List<String> names) -> names;
        case Refusal _ -> List.of();
      };
    }

    private String suffix() {
      return reference.canonical().substring(reference.name().length());
    }

    private static String hostOf(ImageReference reference) {
      String name = reference.name();
      return name.substring(0, name.indexOf('/'));
    }

    private static Stream<ImageReference> parsed(String written) {
      return ImageReferenceParser.parse(written) instanceof ImageReference reference
          ? Stream.of(reference)
          : Stream.empty();
    }
  }
}
