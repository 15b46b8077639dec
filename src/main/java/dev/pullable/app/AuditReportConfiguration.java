package dev.pullable.app;

import dev.pullable.audit.LastReport;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The audit's report on the management port.
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("pullable.audit.enabled")
class AuditReportConfiguration {

  @Bean
  LastReport lastReport() {
    return new LastReport();
  }

  @Bean
  AuditEndpoint auditEndpoint(LastReport last) {
    return new AuditEndpoint(last);
  }
}
