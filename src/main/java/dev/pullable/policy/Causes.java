package dev.pullable.policy;

import dev.pullable.resolution.Reason;

/// What is wrong, a clause a reason. "It" is the image, which the message has named already.
final class Causes {
  private Causes() {}

  /// That a credential which is refused is all that breaks a public image: the kubelet that has one
  /// never asks without.
  static String stale(Reason reason, Names it) {
    String secret = reason == Reason.CREDENTIALS_REJECTED ? "pull secret " : "";
    return "it is public, and %s%s, which is rejected, breaks it".formatted(secret, it.subject());
  }

  /// The clause of a reason. Where a registry does not tell two causes apart, both are in it.
  static String of(Reason reason, Names it) {
    return switch (reason) {
      case INVALID_REFERENCE -> "it is no image reference: %s".formatted(it.flaw());
      case REPOSITORY_NOT_FOUND -> "%s has no repository %s".formatted(it.host(), it.path());
      case TAG_NOT_FOUND ->
          "%s has no tag \"%s\"%s".formatted(it.repository(), it.tag(), it.bracketed());
      case DIGEST_NOT_FOUND -> "%s has no such digest%s".formatted(it.repository(), it.bracketed());
      case NO_MATCHING_PLATFORM ->
          "it is not built for %s%s%s"
              .formatted(
                  it.subject(), it.nodes().isEmpty() ? "" : " (" + it.nodes() + ")", it.also("; "));
      case PLATFORM_NOT_ON_ALL_NODES ->
          "it is not built for %s%s".formatted(it.subject(), it.onNodes(", the platform of "));
      case WRONG_PLATFORM ->
          "it is for %s only and will fail with \"exec format error\"%s"
              .formatted(it.subject(), it.onNodes(" on "));
      case PLATFORM_UNCERTAIN ->
          "whether it suits %s depends on CPU and containerd%s"
              .formatted(it.subject(), it.onNodes(", on "));
      case CREDENTIALS_MISSING -> "it is private or does not exist, and no pull secret applies";
      case CREDENTIALS_REJECTED ->
          "pull secret %s is rejected%s, or the repository does not exist"
              .formatted(it.subject(), it.bracketed());
      case NODE_CREDENTIALS_REJECTED ->
          "%s is rejected%s, or the repository does not exist"
              .formatted(it.subject(), it.bracketed());
      case ACCESS_DENIED ->
          "%s denies access to it (403), or it does not exist".formatted(it.host());
      case PULL_SECRET_NOT_FOUND ->
          "there is no Secret %s in namespace %s, and %s wants credentials"
              .formatted(it.subject(), it.namespace(), it.host());
      case PULL_SECRET_WRONG_TYPE ->
          "pull secret %s does not count%s".formatted(it.subject(), it.also(": "));
      case PULL_SECRET_MALFORMED ->
          "pull secret %s is malformed, which fails every image%s"
              .formatted(it.subject(), it.also(": "));
      case PULL_SECRET_FOR_OTHER_REGISTRY ->
          "it is private or does not exist, and pull secret %s has no entry for it"
              .formatted(it.subject());
      case PULL_SECRET_UNREADABLE ->
          "pull secret %s could not be looked up in namespace %s"
              .formatted(it.subject(), it.namespace());
      case SERVICE_ACCOUNT_NOT_FOUND ->
          "ServiceAccount %s does not exist in namespace %s (yet)"
              .formatted(it.subject(), it.namespace());
      case CREDENTIAL_WITHHELD ->
          "its credentials would go to %s, which is not trusted with them".formatted(it.subject());
      case NOT_AN_IMAGE -> "it is no container image but %s".formatted(it.subject());
      case SCHEMA_ONE_IMAGE ->
          "it is of the old format Docker schema 1, which containerd 2 no longer pulls";
      case RATE_LIMITED ->
          "%s limits the rate of requests (429)%s".formatted(it.host(), it.also(", "));
      case FEW_PULLS_LEFT ->
          "it exists, and with %s pulls left at %s no more was asked"
              .formatted(it.subject(), it.host());
      case LAST_SEEN -> "it was last seen %s".formatted(it.subject());
      case DNS_FAILURE -> "host %s cannot be resolved".formatted(it.subject());
      case CONNECTION_REFUSED -> "host %s refuses the connection".formatted(it.subject());
      case CONNECTION_TIMED_OUT -> "host %s does not answer".formatted(it.subject());
      case CONNECTION_LOST -> "host %s breaks the connection".formatted(it.subject());
      case TLS_UNTRUSTED -> "the certificate of %s is not trusted".formatted(it.subject());
      case TLS_FAILED ->
          "no TLS connection to %s can be made%s".formatted(it.subject(), it.also(": "));
      case PROXY_FAILED ->
          "the proxy %s %s".formatted(it.subject(), it.detail().isEmpty() ? "failed" : it.detail());
      case ADDRESS_NOT_ALLOWED ->
          "host %s has an address that Pullable does not connect to".formatted(it.subject());
      case REGISTRY_NOT_ALLOWED ->
          "images from %s are not allowed in this cluster".formatted(it.subject());
      case REGISTRY_ERROR ->
          "%s answers with status %s%s".formatted(it.host(), it.subject(), it.also(", "));
      case REGISTRY_MISBEHAVED -> "%s %s".formatted(it.host(), it.detail());
      case DEADLINE_EXCEEDED -> "the time for checking ran out";
      case REGISTRY_FAILING ->
          "%s failed too often just now%s".formatted(it.host(), it.bracketed());
      case CONCURRENCY_LIMITED -> "too many other checks at %s are under way".formatted(it.host());
      case HOSTS_UNKNOWN ->
          "where the nodes look for it cannot be told%s".formatted(it.bracketed());
      case LATEST_TAG -> "namespace %s asks for a tag other than latest".formatted(it.namespace());
      case DIGEST_MISSING -> "namespace %s asks for a digest".formatted(it.namespace());
      case TAG_MOVED ->
          "its tag is another image by now, %s".formatted(Quoted.shortened(it.subject()));
      case IMAGE_TOO_LARGE -> "it has %s%s".formatted(it.subject(), it.also(", "));
      case IMAGE_TOO_OLD -> "it was made %s%s".formatted(it.subject(), it.also(", "));
      case IMAGE_NOT_PRESENT ->
          "it is never pulled (imagePullPolicy: Never), and is on %s".formatted(it.subject());
      case DISK_TOO_SMALL ->
          "it needs %s, and %s have %s at most"
              .formatted(it.subject(), it.nodes().isEmpty() ? "nodes" : it.nodes(), it.detail());
      case DISK_PRESSURE ->
          "disk space is short on %s".formatted(it.nodes().isEmpty() ? it.subject() : it.nodes());
      case CREDENTIALS_EXPIRING -> "pull secret %s expires%s".formatted(it.subject(), it.also(" "));
      case CREDENTIALS_IN_REFERENCE -> "there are credentials in it, where everybody can read them";
      case TOO_MANY_IMAGES ->
          "only the first %s images of a workload are checked".formatted(it.subject());
    };
  }
}
