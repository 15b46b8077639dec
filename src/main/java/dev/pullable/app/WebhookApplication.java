package dev.pullable.app;

/// The webhook as a server.
public final class WebhookApplication {
  private WebhookApplication() {}

  /// Starts the server and returns while it runs.
  ///
  /// @param args Spring's arguments, such as `--server.port=8443`
  public static void run(String[] args) {
    System.err.println("the server is not here yet: " + String.join(" ", args));
  }
}
