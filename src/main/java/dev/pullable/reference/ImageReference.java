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

  /// The normalised repository without tag or digest, such as `docker.io/library/nginx`: what the
  /// kubelet's keyring is asked for.
  public String name() {
    return domain.isEmpty() ? path : domain + "/" + path;
  }
}
