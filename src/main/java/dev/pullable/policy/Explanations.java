package dev.pullable.policy;

import dev.pullable.reference.ImageReference;
import dev.pullable.reference.InvalidReference;
import dev.pullable.reference.ParsedReference;
import dev.pullable.resolution.Evidence;
import dev.pullable.resolution.Reason;
import dev.pullable.resolution.Resolution;
import dev.pullable.workload.ContainerImage;
import dev.pullable.workload.Workload;
import java.util.List;

/// Puts what was found out into words: one problem sentence and one remedy a reason, with the names
/// filled in.
final class Explanations {
  private final Workload workload;

  Explanations(Workload workload) {
    this.workload = workload;
  }

  Finding unpullable(ContainerImage image, Resolution.Unpullable resolution) {
    Reason reason = resolution.reason();
    Evidence evidence = resolution.evidence();
    String problem = Quoted.image(image.image()) + " cannot be pulled: " + cause(reason, evidence);
    return new Finding(reason, image, problem, remedy(reason, image, evidence));
  }

  Finding inconclusive(ContainerImage image, Resolution.Inconclusive resolution) {
    Reason reason = resolution.reason();
    Evidence evidence = resolution.evidence();
    String problem =
        switch (resolution.doubt()) {
          case NO_ANSWER ->
              Quoted.image(image.image()) + " could not be checked: " + cause(reason, evidence);
          case NODE_CREDENTIALS ->
              Quoted.image(image.image())
                  + " may not be pullable: "
                  + cause(reason, evidence)
                  + ", unless the nodes hold credentials of their own";
          case IMAGE_ON_NODE ->
              Quoted.image(image.image())
                  + " is on a node already, and cannot be pulled by others: "
                  + cause(reason, evidence);
          case CLUSTER_UNREADABLE, NODE_UNKNOWN ->
              Quoted.image(image.image()) + " may not be pullable: " + cause(reason, evidence);
        };
    return new Finding(reason, image, problem, remedy(reason, image, evidence));
  }

  Finding concern(
      ContainerImage image, Resolution.Pullable resolution, Resolution.Concern concern) {
    Evidence evidence = resolution.evidence().about(concern.subject(), nodes(concern.nodes()));
    String problem = Quoted.image(image.image()) + " " + cause(concern.reason(), evidence);
    return new Finding(concern.reason(), image, problem, remedy(concern.reason(), image, evidence));
  }

  private static String nodes(List<String> nodes) {
    return switch (nodes.size()) {
      case 0 -> "";
      case 1 -> "node " + nodes.getFirst();
      case 2, 3 -> "nodes " + String.join(", ", nodes);
      default ->
          "nodes "
              + String.join(", ", nodes.subList(0, 3))
              + " and "
              + (nodes.size() - 3)
              + " more";
    };
  }

  private String cause(Reason reason, Evidence evidence) {
    ParsedReference parsed = evidence.reference();
    String subject = Quoted.bare(evidence.subject());
    String detail = Quoted.bare(evidence.detail());
    String repository = repository(parsed);
    String registry = registry(parsed);
    return switch (reason) {
      case INVALID_REFERENCE -> "it is no image reference: " + invalid(parsed);
      case REPOSITORY_NOT_FOUND -> registry + " has no repository " + path(parsed);
      case TAG_NOT_FOUND -> repository + " has no tag " + tag(parsed) + orNoRepository(detail);
      case DIGEST_NOT_FOUND -> repository + " has no such digest" + orNoRepository(detail);
      case NO_MATCHING_PLATFORM -> "it is not built for " + subject + also("; ", detail);
      case PLATFORM_NOT_ON_ALL_NODES ->
          "is not built for " + subject + also(", the platform of ", detail);
      case WRONG_PLATFORM ->
          "is built for "
              + subject
              + " only: it will be pulled and then fail with \"exec format error\""
              + also(" on ", detail);
      case PLATFORM_UNCERTAIN ->
          "may not be built for every CPU variant or Windows version of "
              + subject
              + also(", the platform of ", detail);
      case CREDENTIALS_MISSING ->
          registry
              + " wants credentials and no pull secret applies; "
              + repository
              + " is private or does not exist";
      case CREDENTIALS_REJECTED ->
          registry
              + " rejects the credentials of pull secret "
              + subject
              + orNoRepository(detail)
              + ", or "
              + repository
              + " does not exist";
      case ACCESS_DENIED ->
          registry + " denies access to " + repository + " (403), or it does not exist";
      case PULL_SECRET_NOT_FOUND ->
          "pull secret "
              + subject
              + " does not exist in namespace "
              + workload.namespace()
              + ", and "
              + registry
              + " wants credentials";
      case PULL_SECRET_WRONG_TYPE ->
          "pull secret "
              + subject
              + " is ignored: "
              + detail
              + ", and "
              + registry
              + " wants credentials";
      case PULL_SECRET_MALFORMED ->
          "pull secret "
              + subject
              + " cannot be read, which fails every image of the Pod: "
              + detail;
      case PULL_SECRET_FOR_OTHER_REGISTRY ->
          "pull secret "
              + subject
              + " has no entry for "
              + repository
              + ", and "
              + registry
              + " wants credentials";
      case PULL_SECRET_UNREADABLE ->
          "pull secret " + subject + " could not be looked up in namespace " + workload.namespace();
      case SERVICE_ACCOUNT_NOT_FOUND ->
          "ServiceAccount "
              + subject
              + " does not exist in namespace "
              + workload.namespace()
              + " (yet)";
      case CREDENTIAL_WITHHELD ->
          registry + " asks for its credentials at " + subject + ", which is not trusted with them";
      case NOT_AN_IMAGE -> "it is no container image but " + subject;
      case SCHEMA_ONE_IMAGE -> "it is a Docker schema 1 image, which containerd 2 no longer pulls";
      case RATE_LIMITED -> registry + " limits the rate of requests (429)" + also(", ", detail);
      case DNS_FAILURE -> "host " + subject + " cannot be resolved";
      case CONNECTION_REFUSED -> "host " + subject + " refuses the connection";
      case CONNECTION_TIMED_OUT -> "host " + subject + " does not answer";
      case CONNECTION_LOST -> "host " + subject + " breaks the connection";
      case TLS_UNTRUSTED -> "the certificate of " + subject + " is not trusted";
      case TLS_FAILED -> "no TLS connection to " + subject + " can be made" + also(": ", detail);
      case REGISTRY_ERROR -> registry + " answers with status " + subject;
      case REGISTRY_MISBEHAVED -> registry + " " + detail;
      case DEADLINE_EXCEEDED -> "the time for checking ran out";
    };
  }

  private String remedy(Reason reason, ContainerImage image, Evidence evidence) {
    String namespace = workload.namespace();
    String registry = registry(evidence.reference());
    String subject = Quoted.bare(evidence.subject());
    return switch (reason) {
      case INVALID_REFERENCE -> "Write it as [HOST/]REPOSITORY[:TAG][@DIGEST], in lower case.";
      case REPOSITORY_NOT_FOUND, TAG_NOT_FOUND, DIGEST_NOT_FOUND ->
          "Correct the name, or push the image: docker push " + Quoted.bare(image.image());
      case NO_MATCHING_PLATFORM, PLATFORM_NOT_ON_ALL_NODES ->
          "Build it for them (docker buildx build --platform "
              + subject
              + " …), or choose other nodes with a nodeSelector on kubernetes.io/arch.";
      case WRONG_PLATFORM ->
          "Build it for the nodes' platform (docker buildx build --platform …), or select nodes of "
              + subject
              + ".";
      case PLATFORM_UNCERTAIN -> "Check that it runs on the oldest of these nodes.";
      case CREDENTIALS_MISSING ->
          "kubectl create secret docker-registry regcred -n "
              + namespace
              + " --docker-server="
              + server(registry)
              + " --docker-username=… --docker-password=…, and name it in imagePullSecrets.";
      case CREDENTIALS_REJECTED ->
          "Renew the credentials in secret " + subject + " of namespace " + namespace + ".";
      case ACCESS_DENIED -> "Ask for the right to pull, or use other credentials.";
      case PULL_SECRET_NOT_FOUND ->
          "kubectl create secret docker-registry "
              + subject
              + " -n "
              + namespace
              + " --docker-server="
              + server(registry)
              + " --docker-username=… --docker-password=…";
      case PULL_SECRET_WRONG_TYPE, PULL_SECRET_MALFORMED ->
          "kubectl delete secret "
              + subject
              + " -n "
              + namespace
              + ", then create it anew with kubectl create secret docker-registry.";
      case PULL_SECRET_FOR_OTHER_REGISTRY ->
          "Add an entry for "
              + server(registry)
              + " to a pull secret of namespace "
              + namespace
              + ".";
      case PULL_SECRET_UNREADABLE -> "Nothing to do if the secret is right.";
      case SERVICE_ACCOUNT_NOT_FOUND ->
          "kubectl create serviceaccount " + subject + " -n " + namespace;
      case CREDENTIAL_WITHHELD ->
          "If this is the registry's own token server, have it added to pullable.registries.trusted-realms.";
      case NOT_AN_IMAGE -> "Name a container image.";
      case SCHEMA_ONE_IMAGE -> "Push it again with a current client.";
      case RATE_LIMITED -> "Use credentials with a higher limit, or a mirror.";
      case DNS_FAILURE,
          CONNECTION_REFUSED,
          CONNECTION_TIMED_OUT,
          CONNECTION_LOST,
          TLS_UNTRUSTED,
          TLS_FAILED,
          REGISTRY_ERROR,
          REGISTRY_MISBEHAVED,
          DEADLINE_EXCEEDED ->
          "";
    };
  }

  private static String also(String before, String detail) {
    return detail.isEmpty() ? "" : before + detail;
  }

  private static String orNoRepository(String detail) {
    return detail.isEmpty() ? "" : " (" + detail + ")";
  }

  private static String invalid(ParsedReference parsed) {
    return parsed instanceof InvalidReference it ? Quoted.bare(it.detail()) : "";
  }

  private static String repository(ParsedReference parsed) {
    return parsed instanceof ImageReference it ? it.name() : "";
  }

  private static String path(ParsedReference parsed) {
    return parsed instanceof ImageReference it ? it.path() : "";
  }

  private static String registry(ParsedReference parsed) {
    return parsed instanceof ImageReference it && !it.domain().isEmpty()
        ? it.domain()
        : "the registry";
  }

  private static String tag(ParsedReference parsed) {
    return parsed instanceof ImageReference it ? Quoted.of(it.manifestReference()) : "";
  }

  /// The key under which the kubelet finds Docker Hub's credentials.
  private static String server(String registry) {
    return registry.equals("docker.io") ? "https://index.docker.io/v1/" : registry;
  }
}
