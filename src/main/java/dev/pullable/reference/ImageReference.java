package dev.pullable.reference;

import org.jspecify.annotations.Nullable;

/// An image reference as distribution/reference normalises it.
///
/// @param written the string as the author wrote it, for messages
/// @param domain the registry's logical host with its port, such as `docker.io` or `reg.io:5000`;
///   empty for the odd host that the grammar takes for a path (`ex_ample.com/app`)
/// @param path the repository path within the domain, such as `library/nginx`
/// @param tag the tag as written, null if none was
/// @param digest the digest as written, null if none was
public record ImageReference(
    String written, String domain, String path, @Nullable String tag, @Nullable Digest digest)
    implements ParsedReference {

  private static final String LATEST = "latest";

  /// The normalised repository without tag or digest, such as `docker.io/library/nginx`: what the
  /// kubelet's keyring is asked for.
  public String name() {
    return domain.isEmpty() ? path : domain + "/" + path;
  }

  /// The name as Docker's users know it: without `docker.io/`, and without `library/` where that
  /// leaves one component.
  public String familiarName() {
    if (!domain.equals(HostSplit.DOCKER_HUB)) {
      return name();
    }
    boolean official =
        path.startsWith(HostSplit.OFFICIAL) && path.indexOf('/', HostSplit.OFFICIAL.length()) < 0;
    return official ? path.substring(HostSplit.OFFICIAL.length()) : path;
  }

  /// The familiar name with tag and digest as written.
  public String familiarString() {
    return familiarName() + suffix();
  }

  /// The normalised name with tag and digest as written; parses to an equal reference.
  public String canonical() {
    return name() + suffix();
  }

  /// The tag that counts: `latest` where neither tag nor digest was written; null for a digest
  /// without a tag.
  public @Nullable String effectiveTag() {
    return tag == null && digest == null ? LATEST : tag;
  }

  /// What a registry is asked for: the digest if there is one, else the effective tag. containerd
  /// drops a tag beside a digest.
  public String manifestReference() {
    if (digest != null) {
      return digest.toString();
    }
    return tag == null ? LATEST : tag;
  }

  /// The string that the kubelet sends to the runtime: as written, with `:latest` where neither tag
  /// nor digest is. (kubelet: pkg/kubelet/images/image_manager.go, applyDefaultImageTag)
  public String pullSpec() {
    return tag == null && digest == null ? written + ":" + LATEST : written;
  }

  /// The reference that containerd's CRI plugin makes of the pull spec: normalised, with either a
  /// digest or a tag. (distribution/reference: normalize.go, ParseDockerRef)
  public String containerdReference() {
    return name() + (digest == null ? ":" : "@") + manifestReference();
  }

  private String suffix() {
    return (tag == null ? "" : ":" + tag) + (digest == null ? "" : "@" + digest);
  }
}
