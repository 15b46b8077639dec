package dev.pullable.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A review to post by hand.
final class DemoReview {
  private DemoReview() {}

  /// Writes it, and gives the file's name.
  static Path write(Path file) {
    try {
      return Files.writeString(
          file,
          """
          {
            "apiVersion": "admission.k8s.io/v1",
            "kind": "AdmissionReview",
            "request": {
              "uid": "by-hand",
              "operation": "CREATE",
              "namespace": "shop",
              "object": {
                "apiVersion": "v1",
                "kind": "Pod",
                "metadata": {"name": "web"},
                "spec": {"containers": [{"name": "web", "image": "localhost:5000/shop/web:latest"}]}
              }
            }
          }
          """);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
