package dev.pullable.policy;

import dev.pullable.advice.Advice;
import dev.pullable.advice.Advice.Instead;
import dev.pullable.reference.Digest;
import dev.pullable.reference.ImageReference;
import dev.pullable.reference.ImageReferenceParser;
import dev.pullable.resolution.NodesConcerned;
import dev.pullable.resolution.Reason;
import dev.pullable.workload.ContainerImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What mends it: commands with the names filled in, a line each, and sentences where there is no
/// command for it. FILE, USER, PASSWORD and other words in capitals are for the reader to fill in.
final class Remedies {
  private static final int MOST_INSTEAD = 3;
  private static final String HUB = "docker.io";

  private final ContainerImage image;
  private final Advice advice;
  private final Names it;
  private final NodesConcerned nodes;
  private final Optional<Digest> digest;
  private final boolean pinned;
  private final Commands commands;
  private final SecretRemedies secrets;

  /// @param digest of the image as it was found; empty where it was not
  /// @param pinned whether another image must be named by its digest
  Remedies(
      ContainerImage image,
      Advice advice,
      Names it,
      NodesConcerned nodes,
      Optional<Digest> digest,
      boolean pinned,
      Commands commands,
      SecretRemedies secrets) {
    this.image = image;
    this.advice = advice;
    this.it = it;
    this.nodes = nodes;
    this.digest = digest;
    this.pinned = pinned;
    this.commands = commands;
    this.secrets = secrets;
  }

  /// The remedies of a reason, the likeliest first; none where it is not in the hands of who reads
  /// them.
  List<String> of(Reason reason) {
    return switch (reason) {
      case INVALID_REFERENCE ->
          insteadOr("Write it as [HOST/]REPOSITORY[:TAG][@DIGEST], in lower case.");
      case CREDENTIALS_IN_REFERENCE -> withoutCredentials();
      case REPOSITORY_NOT_FOUND -> insteadOr(elsewhere(), push("name"));
      case TAG_NOT_FOUND -> insteadOr(push("tag"));
      case DIGEST_NOT_FOUND -> insteadOr(inspect());
      case NO_MATCHING_PLATFORM, PLATFORM_NOT_ON_ALL_NODES, WRONG_PLATFORM -> otherNodes(reason);
      case PLATFORM_UNCERTAIN ->
          List.of("Build it for the very platform, or try it on the oldest node.");
      case CREDENTIALS_MISSING, PULL_SECRET_FOR_OTHER_REGISTRY -> ifPrivate(secrets.another());
      case ACCESS_DENIED ->
          ifPrivate(List.of("Ask for the right to pull it, or use other credentials."));
      case CREDENTIALS_REJECTED -> ifPrivate(rejected());
      case NODE_CREDENTIALS_REJECTED ->
          then(
              "Have these credentials renewed, or use a pull secret, which comes first:",
              secrets.another());
      case PULL_SECRET_NOT_FOUND -> ifPrivate(secrets.missing());
      case PULL_SECRET_WRONG_TYPE -> ifPrivate(secrets.wrongType());
      case PULL_SECRET_MALFORMED -> secrets.malformed();
      case CREDENTIALS_EXPIRING -> secrets.rejected();
      case LATEST_TAG -> latest();
      case DIGEST_MISSING -> digestOr(inspect());
      case TAG_MOVED -> moved();
      case REGISTRY_NOT_ALLOWED ->
          insteadOr("Use an image of another registry, or ask the cluster's operator to allow it.");
      case IMAGE_NOT_PRESENT ->
          orSentence(commands.pullIfNotPresent(), "Set its pull policy to IfNotPresent.");
      case SERVICE_ACCOUNT_NOT_FOUND -> createServiceAccount();
      case RATE_LIMITED, FEW_PULLS_LEFT ->
          List.of("Use credentials with a higher limit, or a mirror.");
      case PULL_SECRET_UNREADABLE -> List.of("Nothing is to be done if the secret is right.");
      case CREDENTIAL_WITHHELD ->
          List.of(
              "If this is the registry's own, have it added to pullable.registries.trusted-realms.");
      case ADDRESS_NOT_ALLOWED ->
          List.of(
              "If it is to be asked, have its address added to pullable.registries.allowed-addresses.");
      case NOT_AN_IMAGE -> List.of("Name a container image.");
      case SCHEMA_ONE_IMAGE -> List.of("Push it again with a current client.");
      case IMAGE_TOO_LARGE, DISK_TOO_SMALL ->
          List.of(
              "Build it smaller: docker history %s shows what is large.".formatted(it.tagged()));
      case IMAGE_TOO_OLD -> List.of("Build it anew, and push it.");
      case DISK_PRESSURE -> List.of("Free disk space on these nodes, or add nodes.");
      case DNS_FAILURE -> List.of("If the host is misspelt, correct it.");
      case TOO_MANY_IMAGES -> List.of("Make several workloads of it.");
      case CONNECTION_REFUSED,
          CONNECTION_TIMED_OUT,
          CONNECTION_LOST,
          TLS_UNTRUSTED,
          TLS_FAILED,
          PROXY_FAILED,
          REGISTRY_ERROR,
          REGISTRY_MISBEHAVED,
          DEADLINE_EXCEEDED,
          REGISTRY_FAILING,
          CONCURRENCY_LIMITED,
          HOSTS_UNKNOWN,
          LAST_SEEN ->
          List.of();
    };
  }

  /// Many registries refuse alike what is not there: nobody is to renew a good secret for a slip.
  private List<String> rejected() {
    List<String> lines = secrets.rejected();
    return advice.anonymous()
        ? Stream.concat(
                lines.stream(),
                Stream.of("Or take the entry for %s out of it.".formatted(it.registry())))
            .toList()
        : then("If the image's name is right:", lines);
  }

  private List<String> ifPrivate(List<String> remedies) {
    List<String> instead = instead();
    List<String> meant = instead.isEmpty() ? elsewhere() : instead;
    return meant.isEmpty()
        ? remedies
        : Stream.of(meant, then("If it is private:", remedies)).flatMap(List::stream).toList();
  }

  /// Who forgot the registry does not know that Docker Hub was asked.
  private List<String> elsewhere() {
    boolean found = advice.unnamedSecret().isPresent() || advice.anonymous();
    return found || !it.registry().equals(HUB) || image.image().contains(HUB)
        ? List.of()
        : List.of("Without a registry it is Docker Hub's: if it is of another, write that first.");
  }

  /// The nearest image that can be pulled, and which others there are.
  private List<String> instead() {
    List<String> references =
        advice.instead().stream()
            .map(this::reference)
            .filter(it -> ImageReferenceParser.parse(it) instanceof ImageReference)
            .limit(MOST_INSTEAD)
            .toList();
    if (references.isEmpty()) {
      return List.of();
    }
    List<String> lines = new ArrayList<>(set(references.getFirst()));
    if (references.size() > 1) {
      String others = String.join(", ", references.subList(1, references.size()));
      lines.add("There is also " + Quoted.bare(others) + ".");
    }
    return lines;
  }

  private String reference(Instead instead) {
    return pinned ? instead.reference() + "@" + instead.digest() : instead.reference();
  }

  private List<String> insteadOr(String sentence) {
    List<String> instead = instead();
    return instead.isEmpty() ? List.of(sentence) : instead;
  }

  private List<String> insteadOr(List<String> first, String sentence) {
    List<String> instead = instead();
    return instead.isEmpty()
        ? Stream.concat(first.stream(), Stream.of(sentence)).toList()
        : instead;
  }

  private List<String> set(String reference) {
    return orSentence(
        commands.setImage(reference),
        "Set %s to %s.".formatted(image.fieldPath(), Quoted.bare(reference)));
  }

  private static List<String> orSentence(Optional<String> command, String sentence) {
    return List.of(command.orElse(sentence));
  }

  private static List<String> then(String sentence, List<String> more) {
    return Stream.concat(Stream.of(sentence), more.stream()).toList();
  }

  private List<String> withoutCredentials() {
    return Stream.of(
            List.of("Treat them as known to others, and renew them: the audit log has them."),
            insteadOr("Leave them out of it."),
            then("If it is private:", secrets.another()))
        .flatMap(List::stream)
        .toList();
  }

  private List<String> latest() {
    List<String> instead = instead();
    return instead.isEmpty() ? digestOr("Name the version that you want.") : instead;
  }

  /// The very image that the tag is now.
  private List<String> digestOr(String sentence) {
    return digest.map(found -> set(image.image() + "@" + found)).orElseGet(() -> List.of(sentence));
  }

  /// The tag is kept, since it tells people what the digest is of.
  private List<String> moved() {
    int at = image.image().indexOf('@');
    return at > 0 && Digest.parse(it.subject()).isPresent()
        ? then(
            "If the newer one is wanted:", set(image.image().substring(0, at) + "@" + it.subject()))
        : List.of();
  }

  private String push(String what) {
    return "Correct the " + what + ", or push the image: docker push " + it.tagged();
  }

  private String inspect() {
    return "docker buildx imagetools inspect %s shows the digest.".formatted(it.tagged());
  }

  private List<String> otherNodes(Reason reason) {
    Optional<String> select =
        nodes.elsewhere().stream().findFirst().flatMap(commands::selectArchitecture);
    return select.isPresent() ? List.of(select.get()) : List.of(build(reason));
  }

  /// buildx knows no versions of Windows.
  private String build(Reason reason) {
    if (it.subject().isEmpty() || it.subject().contains("(")) {
      return "Build it for the platforms of the nodes.";
    }
    String platforms = reason == Reason.WRONG_PLATFORM ? it.subject() + ",PLATFORM" : it.subject();
    return CommandLine.of("docker buildx build --platform")
        .word(platforms)
        .then("-t")
        .word(it.tagged())
        .then("--push .")
        .line()
        .orElse("Build it for the platforms of the nodes.");
  }

  private List<String> createServiceAccount() {
    return CommandLine.of("kubectl create serviceaccount")
        .name(it.subject())
        .in(it.namespace())
        .line()
        .stream()
        .toList();
  }
}
