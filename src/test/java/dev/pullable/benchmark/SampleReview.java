package dev.pullable.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pullable.platform.Platform;
import dev.pullable.testregistry.TestImages;
import dev.pullable.testregistry.TestRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/// An AdmissionReview as kube-apiserver sends it: the creation of a Deployment with three
/// containers and a pull secret, 6 KB.
final class SampleReview {
  static final List<String> REPOSITORIES = List.of("shop/web", "shop/proxy", "shop/metrics");
  static final String TAG = "1.0";

  private SampleReview() {}

  /// Its bytes.
  ///
  /// @param registry the host and port that its images name
  static byte[] of(String registry) {
    ObjectMapper mapper = new ObjectMapper();
    try (InputStream in = SampleReview.class.getResourceAsStream("/benchmark/review.json")) {
      String compact = mapper.readTree(Objects.requireNonNull(in)).toString();
      return compact.replace("registry.example.com", registry).getBytes(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The same, but nothing of it is to be asked for at a registry: its images are not pulled.
  static byte[] withoutPulls(String registry) {
    String review = new String(of(registry), StandardCharsets.UTF_8);
    return review
        .replace("\"imagePullPolicy\":\"Always\"", "\"imagePullPolicy\":\"Never\"")
        .getBytes(StandardCharsets.UTF_8);
  }

  /// Stores the images that the review names.
  static TestRegistry fill(TestRegistry registry) {
    for (String repository : REPOSITORIES) {
      registry.push(
          repository,
          TAG,
          TestImages.index(Platform.of("linux", "amd64"), Platform.of("linux", "arm64")));
    }
    return registry.logging(false);
  }
}
