package dev.pullable.app;

import dev.pullable.app.PullableProperties.Tls;
import dev.pullable.tls.RotationTimes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/// What the settings of TLS come to together.
final class TlsSettings {
  private static final Path NAMESPACE =
      Path.of("/var/run/secrets/kubernetes.io/serviceaccount/namespace");

  private static final Pattern NAME = Pattern.compile("[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?");

  private TlsSettings() {}

  /// The origin of the certificate, never `AUTO`.
  static Tls.Origin mode(PullableProperties properties) {
    Tls tls = properties.tls();
    boolean apiServer =
        switch (properties.cluster().mode()) {
          case KUBERNETES -> true;
          case DIRECTORY -> false;
        };
    Tls.Origin mode =
        switch (tls.mode()) {
          case AUTO -> apiServer ? Tls.Origin.SECRET : Tls.Origin.MEMORY;
          case SECRET, MEMORY, FILES -> tls.mode();
        };
    if (mode == Tls.Origin.SECRET && !apiServer) {
      throw refused(
          "mode", tls.mode(), "A Secret needs an API server: pullable.cluster.mode=kubernetes.");
    }
    if (mode != Tls.Origin.SECRET && tls.webhookConfiguration() != null) {
      throw refused(
          "webhook-configuration",
          tls.webhookConfiguration(),
          "Only with pullable.tls.mode=secret is there a CA of all replicas to write there.");
    }
    if (mode == Tls.Origin.FILES && tls.caFile() != null) {
      throw refused(
          "ca-file",
          tls.caFile(),
          "With pullable.tls.mode=files it is somebody else's CA that signs.");
    }
    return mode;
  }

  static RotationTimes times(Tls tls) {
    return RotationTimes.of(tls.lifetime(), tls.caLifetime());
  }

  static String namespace(Tls tls) {
    String namespace = tls.namespace();
    if (namespace != null) {
      if (!NAME.matcher(namespace).matches()) {
        throw refused(
            "namespace", namespace, "A namespace is up to 63 of a-z, 0-9 and -, such as pullable.");
      }
      return namespace;
    }
    try {
      return Files.readString(NAMESPACE).strip();
    } catch (IOException _) {
      return "pullable";
    }
  }

  static Path required(String key, @Nullable Path file) {
    if (file == null) {
      throw refused(key, null, "pullable.tls.mode=files needs the path of a PEM file here.");
    }
    return file;
  }

  static InvalidConfigurationPropertyValueException refused(
      String key, @Nullable Object value, String reason) {
    return new InvalidConfigurationPropertyValueException("pullable.tls." + key, value, reason);
  }
}
