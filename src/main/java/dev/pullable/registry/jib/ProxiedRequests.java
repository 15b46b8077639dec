package dev.pullable.registry.jib;

import dev.pullable.registry.EgressProxy;
import java.io.IOException;
import org.apache.http.HttpClientConnection;
import org.apache.http.HttpException;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.apache.http.HttpResponse;
import org.apache.http.HttpStatus;
import org.apache.http.client.protocol.HttpClientContext;
import org.apache.http.conn.routing.RouteInfo;
import org.apache.http.protocol.HttpContext;
import org.apache.http.protocol.HttpRequestExecutor;

/// Sends requests, to a proxy with what it wants to see of us, and takes no answer of a proxy for
/// one of a registry: HttpClient would hand on a proxy's 404 to CONNECT like any other.
final class ProxiedRequests extends HttpRequestExecutor {
  private static final String CONNECT = "CONNECT";

  private final ProxyRoutes routes;

  ProxiedRequests(ProxyRoutes routes) {
    this.routes = routes;
  }

  @Override
  public HttpResponse execute(
      HttpRequest request, HttpClientConnection connection, HttpContext context)
      throws IOException, HttpException {
    RouteInfo route = HttpClientContext.adapt(context).getHttpRoute();
    boolean connect = request.getRequestLine().getMethod().equals(CONNECT);
    if (route == null || !readByProxy(route, connect)) {
      return super.execute(request, connection, context);
    }
    authorize(request, route.getTargetHost());
    HttpResponse response = super.execute(request, connection, context);
    int status = response.getStatusLine().getStatusCode();
    if (status == HttpStatus.SC_PROXY_AUTHENTICATION_REQUIRED || (connect && status >= 300)) {
      connection.close();
      throw new ProxyException(status);
    }
    return response;
  }

  /// What goes through a tunnel is for the other end only.
  private static boolean readByProxy(RouteInfo route, boolean connect) {
    return route.getProxyHost() != null && (connect || !route.isTunnelled());
  }

  private void authorize(HttpRequest request, HttpHost target) {
    routes
        .proxy(target)
        .flatMap(EgressProxy::authorization)
        .ifPresent(it -> request.setHeader("Proxy-Authorization", it.reveal()));
  }
}
