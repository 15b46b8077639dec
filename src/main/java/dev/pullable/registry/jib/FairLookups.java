package dev.pullable.registry.jib;

import dev.pullable.registry.Tenant;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.http.conn.DnsResolver;

/// Look-ups of names of which one namespace has only so many under way. A look-up goes on after
/// whoever needed it has given up, so that it is counted here and not with the question.
final class FairLookups implements DnsResolver {
  /// Half of what all have.
  private static final int PER_NAMESPACE = 64;

  private final DnsResolver resolver;
  private final int perNamespace;
  private final ConcurrentMap<String, Integer> underWay = new ConcurrentHashMap<>();

  FairLookups(DnsResolver resolver) {
    this(resolver, PER_NAMESPACE);
  }

  FairLookups(DnsResolver resolver, int perNamespace) {
    this.resolver = resolver;
    this.perNamespace = perNamespace;
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    String namespace = Tenant.current();
    if (underWay.merge(namespace, 1, Integer::sum) > perNamespace) {
      leave(namespace);
      throw new TooManyLookupsException();
    }
    try {
      return resolver.resolve(host);
    } finally {
      leave(namespace);
    }
  }

  private void leave(String namespace) {
    underWay.computeIfPresent(namespace, (_, count) -> count == 1 ? null : count - 1);
  }

  /// How many namespaces have some under way.
  int namespaces() {
    return underWay.size();
  }
}
