package dev.pullable.registry.jib;

import dev.pullable.registry.Endpoint;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/// What becomes of a redirect: registries send manifests and blobs to other hosts, and so would
/// anyone who wants our requests elsewhere.
sealed interface Redirect {

  record Follow(HttpCall call) implements Redirect {}

  /// @param problem why it is not followed, in our words
  record Refuse(String problem) implements Redirect {}

  static Redirect judge(HttpCall call, HttpAnswer answer, Endpoint.Transport transport) {
    if (call.redirects() == 0) {
      return new Refuse("redirects too often");
    }
    URI from = URI.create(call.url());
    Optional<URI> target = target(from, answer.header("location").orElse(""));
    if (target.isEmpty()) {
      return new Refuse("redirects to something that is no address");
    }
    URI to = target.get();
    String scheme = to.getScheme().toLowerCase(Locale.ROOT);
    boolean https = scheme.equals("https");
    boolean plainAllowed = scheme.equals("http") && transport == Endpoint.Transport.PLAIN;
    if (!https && !plainAllowed) {
      return new Refuse("redirects away from https");
    }
    boolean same = sameAuthority(from, to) && to.getScheme().equalsIgnoreCase(from.getScheme());
    return new Follow(call.redirectedTo(scheme + to.toString().substring(scheme.length()), same));
  }

  private static Optional<URI> target(URI from, String location) {
    try {
      URI to = from.resolve(location);
      boolean usable =
          to.getScheme() != null && to.getRawAuthority() != null && to.getRawUserInfo() == null;
      return usable ? Optional.of(to) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static boolean sameAuthority(URI from, URI to) {
    return from.getRawAuthority().equalsIgnoreCase(to.getRawAuthority());
  }
}
