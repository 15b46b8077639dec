package dev.pullable.app;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.NestedRuntimeException;

/// The webhook server.
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableConfigurationProperties(PullableProperties.class)
@Import({
  AuditReportConfiguration.class,
  EngineConfiguration.class,
  AuditConfiguration.class,
  EgressConfiguration.class,
  ClusterConfiguration.class,
  MetricsConfiguration.class,
  NodeConfiguration.class,
  PolicyConfiguration.class,
  TlsConfiguration.class,
  ClientCertificateConfiguration.class,
  LifecycleConfiguration.class,
})
public class WebhookApplication {

  /// Starts the server with Spring Boot's arguments, such as `--pullable.cluster.mode=directory`.
  ///
  /// @throws IllegalStateException if it does not start, once Spring Boot has said why
  public static ConfigurableApplicationContext run(String... args) {
    try {
      return SpringApplication.run(WebhookApplication.class, args);
    } catch (NestedRuntimeException e) {
      throw new IllegalStateException("the webhook did not start; the log says why", e);
    }
  }
}
