package dev.pullable.app;

import dev.pullable.registry.EgressProxies;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.InetSocketAddress;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// What is known of the way out of this process.
@Configuration(proxyBeanMethods = false)
class EgressConfiguration {
  private static final int HTTPS = 443;

  /// containerd's proxies are in its environment, and so are ours.
  @Bean
  EgressProxies egressProxies() {
    return EgressProxies.of(System.getenv());
  }

  @Bean(destroyMethod = "close")
  ClusterAddresses clusterAddresses(
      ObjectProvider<KubernetesClient> clients, PullableProperties properties) {
    List<InetSocketAddress> apiServers = new ArrayList<>();
    List<String> services = new ArrayList<>();
    KubernetesClient client = clients.getIfAvailable();
    if (client != null) {
      apiServers.add(listener(client.getMasterUrl()));
      services.addAll(properties.tls().dns());
    }
    inPod(System.getenv(), apiServers);
    return new ClusterAddresses(apiServers, services);
  }

  private static InetSocketAddress listener(URL url) {
    int port = url.getPort() < 0 ? url.getDefaultPort() : url.getPort();
    return InetSocketAddress.createUnresolved(url.getHost(), port);
  }

  /// The Service `kubernetes`, which every Pod is told of.
  private static void inPod(Map<String, String> environment, List<InetSocketAddress> apiServers) {
    String host = environment.getOrDefault("KUBERNETES_SERVICE_HOST", "");
    String port = environment.getOrDefault("KUBERNETES_SERVICE_PORT_HTTPS", "");
    if (!host.isEmpty()) {
      boolean number = port.matches("[0-9]{1,4}|[1-5][0-9]{4}");
      apiServers.add(
          InetSocketAddress.createUnresolved(host, number ? Integer.parseInt(port) : HTTPS));
    }
  }
}
