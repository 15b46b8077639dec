package dev.pullable.app;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;

/// Says in one line of the log what is served, and from where the cluster is known.
final class StartReport implements ApplicationListener<WebServerInitializedEvent> {
  private static final Logger log = LoggerFactory.getLogger(StartReport.class);

  private final PullableProperties properties;

  StartReport(PullableProperties properties) {
    this.properties = properties;
  }

  @Override
  public void onApplicationEvent(WebServerInitializedEvent event) {
    // The management port's server has a context of its own, whose events come here too.
    if (event.getApplicationContext().getServerNamespace() != null) {
      return;
    }
    PullableProperties.Cluster cluster = properties.cluster();
    log.info(
        "Reviewing on port {} at /validate; cluster: {}; CA certificate: {}",
        event.getWebServer().getPort(),
        switch (cluster.mode()) {
          case KUBERNETES -> "Kubernetes API server";
          case DIRECTORY -> "directory " + cluster.directory();
        },
        properties.tls().caFile() == null ? "not written" : properties.tls().caFile());
  }
}
