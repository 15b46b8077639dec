package dev.pullable.demo;

import dev.pullable.manifest.KubernetesManifestReader;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionRequest;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionResponse;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionReview;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// Posts an object to the webhook as kube-apiserver would, and tells what `kubectl apply` would
/// print.
final class Kubectl implements AutoCloseable {
  private final URI webhook;
  private final HttpClient client;
  private final KubernetesSerialization json = new KubernetesSerialization();

  Kubectl(URI webhook, Path caFile) throws IOException {
    this.webhook = webhook;
    this.client = HttpClient.newBuilder().sslContext(trusting(caFile)).build();
  }

  /// What came of it.
  ///
  /// @param printed what kubectl would print
  /// @param reasons the words of the reasons, for whatever is wrong
  record Applied(String printed, List<String> reasons) {}

  /// Does what `kubectl apply -f` would.
  ///
  /// @param source the file's name, for errors
  Applied apply(String source, String yaml) throws IOException, InterruptedException {
    StringBuilder printed = new StringBuilder();
    List<String> reasons = new ArrayList<>();
    InputStream in = new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8));
    for (var manifest : KubernetesManifestReader.read(source, in)) {
      HasMetadata object = (HasMetadata) manifest.object();
      AdmissionResponse response = post(object);
      printed.append(printed(object, response));
      reasons.addAll(reasons(response));
    }
    return new Applied(printed.toString(), reasons);
  }

  /// From the audit annotation, such as `spec.containers[0].image=TagNotFound, …`.
  private static List<String> reasons(AdmissionResponse response) {
    Map<String, String> annotations =
        Objects.requireNonNullElse(response.getAuditAnnotations(), Map.of());
    return Pattern.compile("=([A-Za-z]+)")
        .matcher(annotations.getOrDefault("reasons", ""))
        .results()
        .map(it -> it.group(1))
        .toList();
  }

  private AdmissionResponse post(HasMetadata object) throws IOException, InterruptedException {
    AdmissionRequest request = new AdmissionRequest();
    request.setUid(UUID.randomUUID().toString());
    request.setOperation("CREATE");
    request.setNamespace(object.getMetadata().getNamespace());
    request.setObject(object);
    AdmissionReview review = new AdmissionReview();
    review.setRequest(request);
    HttpResponse<String> response =
        client.send(
            HttpRequest.newBuilder(webhook)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json.asJson(review)))
                .build(),
            BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(
          "the webhook answered " + response.statusCode() + ": " + response.body());
    }
    AdmissionReview answer = json.unmarshal(response.body(), AdmissionReview.class);
    return Objects.requireNonNull(answer.getResponse());
  }

  private static String printed(HasMetadata object, AdmissionResponse response) {
    StringBuilder printed = new StringBuilder();
    response.getWarnings().forEach(it -> printed.append("Warning: ").append(it).append('\n'));
    if (Boolean.TRUE.equals(response.getAllowed())) {
      String kind = object.getKind().toLowerCase(Locale.ROOT);
      printed.append(kind).append('/').append(object.getMetadata().getName()).append(" created\n");
    } else {
      printed
          .append(
              "Error from server (Forbidden): admission webhook \"images.pullable.dev\" denied the ")
          .append("request: ")
          .append(response.getStatus().getMessage())
          .append('\n');
    }
    return printed.toString();
  }

  private static SSLContext trusting(Path caFile) throws IOException {
    try (InputStream in = Files.newInputStream(caFile)) {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      trusted.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, factory.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
