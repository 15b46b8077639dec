package dev.pullable.app;

import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/// Client certificates, where the CA of some is configured: without one nobody can connect.
@Configuration(proxyBeanMethods = false)
class ClientCertificateConfiguration {

  /// After Spring Boot's own, which puts the settings under `server.ssl` there.
  @Bean
  @Order(Ordered.LOWEST_PRECEDENCE)
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> clientCertificatesNeeded(
      PullableProperties properties) {
    return factory -> {
      Ssl ssl = factory.getSsl();
      if (ssl != null && properties.tls().clientCaFile() != null) {
        ssl.setClientAuth(Ssl.ClientAuth.NEED);
      }
    };
  }

  @Bean
  ClientNameFilter clientNameFilter(PullableProperties properties) {
    return new ClientNameFilter(properties.tls().clientNames());
  }
}
