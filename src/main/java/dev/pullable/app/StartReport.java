package dev.pullable.app;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;

/// Says in a line of the log a port what is served there, and from where the cluster is known.
final class StartReport implements ApplicationListener<WebServerInitializedEvent> {
  private static final String MANAGEMENT = "management";
  private static final Logger log = LoggerFactory.getLogger(StartReport.class);

  private final PullableProperties properties;

  StartReport(PullableProperties properties) {
    this.properties = properties;
  }

  @Override
  public void onApplicationEvent(WebServerInitializedEvent event) {
    int port = event.getWebServer().getPort();
    if (WebServerApplicationContext.hasServerNamespace(event.getApplicationContext(), MANAGEMENT)) {
      log.info("Probes and metrics on port {} at /actuator", port);
      return;
    }
    PullableProperties.Cluster cluster = properties.cluster();
    log.info(
        "Reviewing on port {} at /validate; cluster: {}; CA certificate: {}",
        port,
        switch (cluster.mode()) {
          case KUBERNETES -> "Kubernetes API server";
          case DIRECTORY -> "directory " + cluster.directory();
        },
        properties.tls().caFile() == null ? "not written" : properties.tls().caFile());
  }
}
