package dev.pullable.registry.jib;

import dev.pullable.deadline.Deadline;
import dev.pullable.registry.AddressRules;
import dev.pullable.registry.EgressProxy;
import dev.pullable.registry.Refusal;
import dev.pullable.registry.Refusal.ProxyFailed;
import dev.pullable.registry.Refusal.Unreachable;
import dev.pullable.registry.Refusal.Unreachable.Cause;
import java.net.URI;
import java.util.Optional;
import org.apache.http.HttpHost;
import org.apache.http.client.utils.URIUtils;
import org.apache.http.conn.DnsResolver;

/// The way out: which addresses names have, which of them are connected to, and through which
/// proxies.
record Egress(AddressRules rules, ProxyRoutes routes, DnsResolver lookups) {

  static Egress of(RegistrySettings settings, DnsResolver lookups) {
    return new Egress(
        settings.addresses(), new ProxyRoutes(settings.proxies(), settings.addresses()), lookups);
  }

  /// What an exception means on the way to a URL. Where a proxy is on it, it is the proxy that
  /// cannot be resolved or connected to.
  Refusal refusal(Throwable e, String url, String host, Deadline deadline) {
    Refusal refusal = Failures.refusal(e, host, deadline);
    return refusal instanceof Unreachable(Cause cause, String _)
        ? problem(e, cause)
            .flatMap(problem -> proxy(url).<Refusal>map(it -> new ProxyFailed(it.shown(), problem)))
            .orElse(refusal)
        : refusal;
  }

  private static Optional<String> problem(Throwable e, Cause cause) {
    if (e instanceof ProxyException answered) {
      return Optional.of("answers with status " + answered.status());
    }
    return switch (cause) {
      case DNS -> Optional.of("cannot be resolved");
      case CONNECTION_REFUSED -> Optional.of("refuses the connection");
      case CONNECT_TIMEOUT -> Optional.of("does not answer");
      case CONNECTION_LOST, TLS_UNTRUSTED, TLS_FAILED, NOT_TLS -> Optional.empty();
    };
  }

  private Optional<EgressProxy> proxy(String url) {
    try {
      HttpHost target = URIUtils.extractHost(URI.create(url));
      return target == null ? Optional.empty() : routes.proxy(target);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
