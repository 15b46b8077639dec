package dev.pullable.demo;

import static dev.pullable.platform.Platform.of;

import dev.pullable.testregistry.Auth;
import dev.pullable.testregistry.Fault;
import dev.pullable.testregistry.TestImages;
import dev.pullable.testregistry.TestRegistry;
import java.time.Duration;

/// The registry of the demo, filled with what the samples name.
final class DemoRegistry {
  private DemoRegistry() {}

  static TestRegistry start(int port) {
    TestRegistry registry;
    try {
      registry = TestRegistry.start(null, port);
    } catch (RuntimeException e) {
      throw new IllegalStateException(
          "the demo's registry needs port " + port + ", which the samples name: " + e.getMessage(),
          e);
    }
    registry.push("shop/web", "1.0", TestImages.index(of("linux", "amd64"), of("linux", "arm64")));
    registry.push("shop/edge", "1.0", TestImages.index(of("linux", "arm64")));
    registry.push("shop/tool", "1.0", TestImages.image("linux", "amd64"));
    registry.push("charts/web", "1.0", TestImages.helmChart("web", "1.0"));
    registry.push(
        "private/payments", "2.3", TestImages.index(of("linux", "amd64"), of("linux", "arm64")));
    registry.push("limited/web", "1.0", TestImages.image("linux", "amd64"));
    registry.auth(
        "private",
        Auth.bearer()
            .user("demo", "demo")
            .hidesMissing()
            // Named as the samples name the registry, so that it is trusted with the credentials.
            .realm("http://localhost:" + registry.port() + "/token"));
    // The webhook then asks it nothing for as long, which is not to spoil what is tried next.
    registry.fault("limited", Fault.tooManyRequests(Duration.ofSeconds(3)));
    return registry;
  }
}
