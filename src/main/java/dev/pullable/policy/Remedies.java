package dev.pullable.policy;

import dev.pullable.resolution.Reason;

/// What mends it, a sentence or a command a reason, with the names filled in.
final class Remedies {
  private Remedies() {}

  /// The remedy of a reason; empty where it is not in the hands of who reads it.
  static String of(Reason reason, Names it) {
    return switch (reason) {
      case INVALID_REFERENCE -> "Write it as [HOST/]REPOSITORY[:TAG][@DIGEST], in lower case.";
      case REPOSITORY_NOT_FOUND -> "Correct the name, or push the image.";
      case TAG_NOT_FOUND ->
          "Correct the tag, or push the image: docker push %s:%s"
              .formatted(it.repository(), it.tag());
      case DIGEST_NOT_FOUND ->
          "Correct the digest: docker buildx imagetools inspect %s:TAG shows it."
              .formatted(it.repository());
      case NO_MATCHING_PLATFORM, PLATFORM_NOT_ON_ALL_NODES ->
          "Build it for them%s, or select other nodes by their label kubernetes.io/arch."
              .formatted(build(it.subject()));
      case WRONG_PLATFORM ->
          "Build it for the nodes (docker buildx build --platform …), or select nodes of %s."
              .formatted(it.subject());
      case PLATFORM_UNCERTAIN -> "Build it for the very platform, or try it on the oldest node.";
      case CREDENTIALS_MISSING -> create("regcred", it) + ", and name it in imagePullSecrets.";
      case CREDENTIALS_REJECTED ->
          "Renew the credentials in secret %s of namespace %s."
              .formatted(it.subject(), it.namespace());
      case NODE_CREDENTIALS_REJECTED ->
          "Have the nodes' credentials renewed, or name a pull secret in imagePullSecrets, which comes first.";
      case ACCESS_DENIED -> "Ask for the right to pull, or use other credentials.";
      case PULL_SECRET_NOT_FOUND -> create(it.subject(), it);
      case PULL_SECRET_WRONG_TYPE, PULL_SECRET_MALFORMED ->
          "kubectl delete secret %s -n %s, then %s"
              .formatted(it.subject(), it.namespace(), create(it.subject(), it));
      case PULL_SECRET_FOR_OTHER_REGISTRY ->
          "Add an entry for %s to a pull secret of namespace %s."
              .formatted(it.server(), it.namespace());
      case PULL_SECRET_UNREADABLE -> "Nothing to do if the secret is right.";
      case SERVICE_ACCOUNT_NOT_FOUND ->
          "kubectl create serviceaccount %s -n %s".formatted(it.subject(), it.namespace());
      case CREDENTIAL_WITHHELD ->
          "If this is the registry's own, have it added to pullable.registries.trusted-realms.";
      case ADDRESS_NOT_ALLOWED ->
          "If it is to be asked, have its address added to pullable.registries.allowed-addresses.";
      case REGISTRY_NOT_ALLOWED ->
          "Use an image of another registry, or ask the cluster's operator to allow this one.";
      case NOT_AN_IMAGE -> "Name a container image.";
      case SCHEMA_ONE_IMAGE -> "Push it again with a current client.";
      case LATEST_TAG -> "Name the version that you want.";
      case DIGEST_MISSING, TAG_MOVED -> "Name the digest.";
      case IMAGE_TOO_LARGE, DISK_TOO_SMALL -> "Make the image smaller.";
      case IMAGE_TOO_OLD -> "Build it anew.";
      case IMAGE_NOT_PRESENT -> "Set imagePullPolicy to IfNotPresent.";
      case DISK_PRESSURE -> "Free disk space on the nodes.";
      case CREDENTIALS_EXPIRING -> "Renew the secret.";
      case CREDENTIALS_IN_REFERENCE -> "Remove them, and use a pull secret.";
      case RATE_LIMITED, FEW_PULLS_LEFT -> "Use credentials with a higher limit, or a mirror.";
      case DNS_FAILURE,
          CONNECTION_REFUSED,
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
          LAST_SEEN,
          TOO_MANY_IMAGES ->
          "";
    };
  }

  /// The platforms as buildx takes them, which knows no versions of Windows.
  private static String build(String platforms) {
    return platforms.contains("(") ? "" : " (docker buildx build --platform " + platforms + " …)";
  }

  private static String create(String secret, Names it) {
    return "kubectl create secret docker-registry %s -n %s --docker-server=%s --docker-username=… --docker-password=…"
        .formatted(secret, it.namespace(), it.server());
  }
}
