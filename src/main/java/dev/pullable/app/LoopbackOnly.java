package dev.pullable.app;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Lets in who speaks from within the Pod's own network: that is what `kubectl port-forward` makes,
/// so that the cluster's RBAC on `pods/portforward` says who that is.
final class LoopbackOnly {
  /// A page of somebody else's whose name resolves to 127.0.0.1 sends its own name here.
  private static final Pattern HOST =
      Pattern.compile("(?i)(?:localhost|127\\.0\\.0\\.1|\\[::1])(?::[0-9]{1,5})?");

  private static final Pattern NUMERIC = Pattern.compile("[0-9a-fA-F.:]+");
  private static final List<String> FORWARDED =
      List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP");

  /// What Tomcat sets where it has taken the address from a header, which is not there any more.
  private static final String REWRITTEN = "org.apache.tomcat.request.forwarded";

  private LoopbackOnly() {}

  /// Why a request is not answered, in a sentence; empty if it is.
  static Optional<String> refusal(HttpServletRequest request) {
    boolean forwarded =
        FORWARDED.stream().anyMatch(it -> request.getHeader(it) != null)
            || request.getAttribute(REWRITTEN) != null;
    return refusal(request.getRemoteAddr(), request.getHeader("Host"), forwarded);
  }

  static Optional<String> refusal(
      @Nullable String address, @Nullable String host, boolean forwarded) {
    if (forwarded || !loopback(address)) {
      return Optional.of(
          "The audit's report tells what runs in every namespace, so it is there by way of"
              + " kubectl port-forward only.");
    }
    if (host == null || !HOST.matcher(host).matches()) {
      return Optional.of("The audit's report is there under the names localhost and 127.0.0.1.");
    }
    return Optional.empty();
  }

  private static boolean loopback(@Nullable String address) {
    // Anything else would be looked up by name.
    if (address == null || !NUMERIC.matcher(address).matches()) {
      return false;
    }
    try {
      return InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException _) {
      return false;
    }
  }
}
