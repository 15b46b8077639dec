package dev.pullable.app;

import dev.pullable.audit.LastAudit;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The audit's report on the management port.
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("pullable.audit.enabled")
class AuditReportConfiguration {

  @Bean
  AuditEndpoint auditEndpoint(LastAudit last) {
    return new AuditEndpoint(last::report);
  }
}
