package dev.pullable.app;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// The webhook server.
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableConfigurationProperties(PullableProperties.class)
@Import({
  EngineConfiguration.class,
  ClusterConfiguration.class,
  TlsConfiguration.class,
})
public class WebhookApplication {

  /// Starts the server with Spring Boot's arguments, such as `--pullable.cluster.mode=directory`.
  public static ConfigurableApplicationContext run(String... args) {
    return SpringApplication.run(WebhookApplication.class, args);
  }
}
