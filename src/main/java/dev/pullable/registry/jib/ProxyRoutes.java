package dev.pullable.registry.jib;

import dev.pullable.registry.AddressRules;
import dev.pullable.registry.EgressProxies;
import dev.pullable.registry.EgressProxy;
import java.util.Optional;
import org.apache.http.HttpException;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.apache.http.impl.conn.DefaultRoutePlanner;
import org.apache.http.impl.conn.DefaultSchemePortResolver;
import org.apache.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/// Routes through the proxies that are configured. What goes through one is looked up there, so
/// that only what is known of a host without a look-up can be checked here.
final class ProxyRoutes extends DefaultRoutePlanner {
  private final EgressProxies proxies;
  private final AddressRules rules;

  ProxyRoutes(EgressProxies proxies, AddressRules rules) {
    super(DefaultSchemePortResolver.INSTANCE);
    this.proxies = proxies;
    this.rules = rules;
  }

  @Override
  protected @Nullable HttpHost determineProxy(
      HttpHost target, HttpRequest request, HttpContext context) throws HttpException {
    Optional<EgressProxy> proxy = proxy(target);
    if (proxy.isEmpty()) {
      return null;
    }
    if (!rules.allowsUnresolved(bracketed(target.getHostName()), port(target))) {
      throw new HttpException("not for a proxy", new AddressNotAllowedException());
    }
    return new HttpHost(proxy.get().host(), proxy.get().port());
  }

  /// The proxy on the way to a host.
  Optional<EgressProxy> proxy(HttpHost target) {
    return proxies.of(target.getSchemeName(), target.getHostName(), port(target));
  }

  private static int port(HttpHost target) {
    int usual = target.getSchemeName().equals("https") ? 443 : 80;
    return target.getPort() < 0 ? usual : target.getPort();
  }

  private static String bracketed(String host) {
    return host.indexOf(':') < 0 || host.startsWith("[") ? host : "[" + host + "]";
  }
}
