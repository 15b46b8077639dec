package dev.pullable.cluster;

import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether kube-apiserver is still told to ask about Pods. No webhook is asked about webhook
/// configurations, so that their loss cannot be refused, only noticed. It needs `get` on one
/// ValidatingWebhookConfiguration by name.
public final class WebhookRegistration implements AutoCloseable {
  /// With the wait for an answer and a scrape every 30 s, a loss is seen within 45 s.
  public static final Duration INTERVAL = Duration.ofSeconds(10);

  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final Logger log = LoggerFactory.getLogger(WebhookRegistration.class);

  private final KubernetesClient client;
  private final String name;
  private final Duration interval;
  private final ApiCall api = new ApiCall(LIMIT);
  private final Thread thread =
      Thread.ofVirtual().name("webhook-registration").unstarted(this::run);
  private volatile State state = State.UNKNOWN;
  private @Nullable Seen last;

  /// What is known of the registration.
  public enum State {
    /// The API server could not be asked, or was not yet.
    UNKNOWN,
    IN_FORCE,
    /// There is no such configuration.
    GONE,
    /// It is there, and no webhook in it is asked about the creation of Pods.
    NEUTERED
  }

  private record Seen(State state, String detail) {}

  /// @throws IllegalArgumentException if no configuration can have that name
  public WebhookRegistration(KubernetesClient client, String name, Duration interval) {
    if (!ObjectNames.canExist("any", name)) {
      throw new IllegalArgumentException("no ValidatingWebhookConfiguration can be named " + name);
    }
    this.client = client;
    this.name = name;
    this.interval = interval;
  }

  /// Looks for the first time in the background, and returns at once.
  public void start() {
    thread.start();
  }

  public State state() {
    return state;
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void run() {
    while (!Thread.currentThread().isInterrupted()) {
      tell(look());
      try {
        Thread.sleep(interval);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private Seen look() {
    return api.answer(
        () ->
            judge(
                client
                    .admissionRegistration()
                    .v1()
                    .validatingWebhookConfigurations()
                    .withName(name)
                    .get()),
        failure -> new Seen(State.UNKNOWN, failure.detail()));
  }

  private static Seen judge(@Nullable ValidatingWebhookConfiguration now) {
    if (now == null) {
      return new Seen(State.GONE, "it is not there; apply the manifests");
    }
    return now.getWebhooks().stream().anyMatch(WebhookCoverage::ofPods)
        ? new Seen(State.IN_FORCE, "")
        : new Seen(State.NEUTERED, "it asks about no Pod that is created; apply the manifests");
  }

  /// The log hears of it when it begins and changes, and when it ends.
  private void tell(Seen seen) {
    state = seen.state();
    Seen before = last;
    last = seen;
    if (Thread.currentThread().isInterrupted() || seen.equals(before)) {
      return;
    }
    switch (seen.state()) {
      case IN_FORCE -> log.info("ValidatingWebhookConfiguration {} is in force", name);
      case UNKNOWN ->
          log.warn(
              "Whether ValidatingWebhookConfiguration {} is in force: {}", name, seen.detail());
      case GONE, NEUTERED ->
          log.warn(
              "Nothing is checked by ValidatingWebhookConfiguration {}: {}", name, seen.detail());
    }
  }
}
