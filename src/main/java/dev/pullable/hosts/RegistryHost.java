package dev.pullable.hosts;

import dev.pullable.credential.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A host that containerd asks for a registry, and how.
///
/// @param authority host and port as dialled; may be nothing that can be dialled
/// @param path the base of the registry's API, such as `/v2`: decoded, without a slash at its end,
///   empty if the API is at the root
/// @param headers sent with every request, in the case in which they are written
/// @param dialTimeout how long a connection may take, negative or zero as written; null for
///   containerd's own 30 s
/// @param mirror whether it is another host than the registry's own, so that `?ns=` names the
///   registry in every request
public record RegistryHost(
    Scheme scheme,
    String authority,
    String path,
    Set<Capability> capabilities,
    HostTls tls,
    Map<String, List<Secret>> headers,
    @Nullable Duration dialTimeout,
    boolean mirror) {

  /// How a host is spoken to.
  public enum Scheme {
    /// TLS.
    HTTPS,
    /// TLS, and plain http on the same port if the answer is not TLS or the handshake takes too
    /// long; without a port also if no connection is made.
    HTTPS_THEN_HTTP,
    /// Plain http.
    HTTP,
    /// Not at all: its URL has no scheme of http or no host. containerd fails at it and goes on to
    /// the next one.
    NONE
  }

  /// What a host may be used for.
  public enum Capability {
    /// To fetch by digest.
    PULL,
    /// To find the digest of a tag.
    RESOLVE,
    /// To push.
    PUSH,
    /// To list referrers; of containerd 2.2.
    REFERRERS
  }

  public RegistryHost {
    capabilities = Set.copyOf(capabilities);
    headers = Map.copyOf(headers);
  }

  /// Whether the host is asked for a manifest: by its digest, or by a tag.
  public boolean isAsked(boolean byDigest) {
    return capabilities.contains(Capability.PULL)
        && (byDigest || capabilities.contains(Capability.RESOLVE));
  }
}
