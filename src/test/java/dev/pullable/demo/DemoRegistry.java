package dev.pullable.demo;

import static dev.pullable.platform.Platform.of;

import dev.pullable.testregistry.Auth;
import dev.pullable.testregistry.Fault;
import dev.pullable.testregistry.TestAuthority;
import dev.pullable.testregistry.TestImages;
import dev.pullable.testregistry.TestRegistry;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// The registry of the demo, filled with what the samples name.
final class DemoRegistry {
  private DemoRegistry() {}

  /// The one that samples name, and that the nodes ask for Docker Hub, too.
  ///
  /// @param port 0 for a free one
  static TestRegistry start(int port) {
    TestRegistry registry = listening(null, port);
    fill(registry);
    return registry;
  }

  /// One whose certificate nobody trusts.
  ///
  /// @param port 0 for a free one
  static TestRegistry startUntrusted(int port) {
    return listening(TestAuthority.create().leaf().serverContext(), port);
  }

  private static TestRegistry listening(@Nullable SSLContext context, int port) {
    try {
      return TestRegistry.start(context, port);
    } catch (RuntimeException e) {
      throw new IllegalStateException(
          "the demo's registry needs port " + port + ": " + e.getMessage(), e);
    }
  }

  private static void fill(TestRegistry registry) {
    registry.push("shop/web", "1.0", TestImages.index(of("linux", "amd64"), of("linux", "arm64")));
    registry.push("shop/edge", "1.0", TestImages.index(of("linux", "arm64")));
    registry.push("shop/tool", "1.0", TestImages.image("linux", "amd64"));
    registry.push("shop/my-app", "2.0", TestImages.index(of("linux", "amd64")));
    registry.push("charts/web", "1.0", TestImages.helmChart("web", "1.0"));
    registry.push(
        "private/payments", "2.3", TestImages.index(of("linux", "amd64"), of("linux", "arm64")));
    registry.push("limited/web", "1.0", TestImages.image("linux", "amd64"));
    registry.push(
        "library/nginx", "1.27", TestImages.index(of("linux", "amd64"), of("linux", "arm64")));
    registry.push("myorg/web", "v2", TestImages.index(of("linux", "amd64")));
    registry.push(
        "library/nginx", "latest", TestImages.index(of("linux", "amd64"), of("linux", "arm64")));
    // Named as the samples name the registry, so that it is trusted with the credentials.
    String realm = "http://localhost:" + registry.port() + "/token";
    registry.auth("private", Auth.bearer().user("demo", "demo").hidesMissing().realm(realm));
    // As Docker Hub has it.
    registry.auth("library", Auth.bearer().anonymousPull().hidesMissing().realm(realm));
    // The webhook then asks it nothing for as long, which is not to spoil what is tried next.
    registry.fault("limited", Fault.tooManyRequests(Duration.ofSeconds(3)));
  }
}
