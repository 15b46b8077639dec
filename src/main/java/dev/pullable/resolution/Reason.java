package dev.pullable.resolution;

import java.util.Locale;

/// Why an image cannot be pulled, may not be pullable, or will not run. Public API: the word of a
/// reason is the same in messages, metrics, machine output and the documentation.
public enum Reason {
  INVALID_REFERENCE,
  /// No reference, since a user name, password or token stands in it.
  CREDENTIALS_IN_REFERENCE,

  REPOSITORY_NOT_FOUND,
  TAG_NOT_FOUND,
  DIGEST_NOT_FOUND,

  /// An index without a manifest for any platform where the Pod may land.
  NO_MATCHING_PLATFORM,
  /// Some of the Nodes where the Pod may land are not served.
  PLATFORM_NOT_ON_ALL_NODES,
  /// A single image of another platform: it pulls, and then cannot run.
  WRONG_PLATFORM,
  /// Whether a Node is served depends on its CPU variant or its containerd, which is not known.
  PLATFORM_UNCERTAIN,

  /// 401, and there was no credential to show.
  CREDENTIALS_MISSING,
  /// 401 to every credential, of which a pull secret had some.
  CREDENTIALS_REJECTED,
  /// 401 to every credential, and only the nodes had any.
  NODE_CREDENTIALS_REJECTED,
  /// 403.
  ACCESS_DENIED,

  PULL_SECRET_NOT_FOUND,
  PULL_SECRET_WRONG_TYPE,
  PULL_SECRET_MALFORMED,
  /// Pull secrets are named, and none has an entry for this image.
  PULL_SECRET_FOR_OTHER_REGISTRY,
  /// A pull secret could not be read from the cluster.
  PULL_SECRET_UNREADABLE,
  SERVICE_ACCOUNT_NOT_FOUND,
  /// The registry's token server is not trusted with its credentials, so none was shown.
  CREDENTIAL_WITHHELD,

  /// A Helm chart, an SBOM, a signature: nothing that runs.
  NOT_AN_IMAGE,
  /// Docker's first manifest format, which containerd 2 no longer pulls.
  SCHEMA_ONE_IMAGE,

  RATE_LIMITED,
  /// The image is there, and was not looked at: its registry counts that, and few pulls are left.
  FEW_PULLS_LEFT,
  /// The registry gives no answer now; the image was there a while ago.
  LAST_SEEN,
  DNS_FAILURE,
  CONNECTION_REFUSED,
  CONNECTION_TIMED_OUT,
  CONNECTION_LOST,
  TLS_UNTRUSTED,
  TLS_FAILED,
  /// The proxy on the way to the registry cannot be reached, or does not pass requests on.
  PROXY_FAILED,
  /// The registry, its token server or a redirect is at an address that is not connected to.
  ADDRESS_NOT_ALLOWED,
  /// The operator does not want images from there.
  REGISTRY_NOT_ALLOWED,
  /// 5xx, or another status that says nothing about the image.
  REGISTRY_ERROR,
  /// An answer that is none.
  REGISTRY_MISBEHAVED,
  DEADLINE_EXCEEDED,

  /// The registry was not asked, since it failed too often just now.
  REGISTRY_FAILING,
  /// The registry was not asked, since too many other checks there were under way.
  CONCURRENCY_LIMITED,
  /// Which hosts the nodes ask for the registry cannot be told from their `certs.d`.
  HOSTS_UNKNOWN,
  /// More images than are checked in one review.
  TOO_MANY_IMAGES,

  /// `latest`, or no tag, where a tag is asked for.
  LATEST_TAG,
  /// No digest, where one is asked for.
  DIGEST_MISSING,
  /// The tag beside a digest is another image by now.
  TAG_MOVED,
  /// More to transfer than the operator allows.
  IMAGE_TOO_LARGE,
  /// Made longer ago than the operator allows.
  IMAGE_TOO_OLD,

  /// `imagePullPolicy: Never`, and no Node where the Pod may land lists the image.
  IMAGE_NOT_PRESENT,
  /// Larger than what a Node has for images and containers together.
  DISK_TOO_SMALL,
  /// Nodes where the Pod may land are short of disk, and drop images.
  DISK_PRESSURE,
  /// A pull secret that lets the image in now, and will not for much longer.
  CREDENTIALS_EXPIRING;

  private final String word = camelCase(name());

  /// The reason as everybody sees it, such as `TagNotFound`.
  public String word() {
    return word;
  }

  private static String camelCase(String name) {
    StringBuilder word = new StringBuilder();
    for (String part : name.split("_", -1)) {
      word.append(part.charAt(0)).append(part.substring(1).toLowerCase(Locale.ROOT));
    }
    return word.toString();
  }
}
