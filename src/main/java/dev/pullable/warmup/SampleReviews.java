package dev.pullable.warmup;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The AdmissionReviews of the warm-up, as kube-apiserver would send them: every kind of workload,
/// and every kind of verdict.
final class SampleReviews {
  private static final Map<String, String> TEMPLATES =
      Map.of(
          "Deployment", "apps/v1",
          "ReplicaSet", "apps/v1",
          "StatefulSet", "apps/v1",
          "DaemonSet", "apps/v1",
          "Job", "batch/v1",
          "ReplicationController", "v1");

  private SampleReviews() {}

  /// Reviews that ask a registry.
  ///
  /// @param registry its host and port
  static List<byte[]> pulling(String registry) {
    String there = image(registry, "app:amd64");
    Stream<String> pods =
        Stream.of(
            pod(there, image(registry, "app:index"), image(registry, "private/app:index")),
            // Runs on no Node: a warning.
            pod(image(registry, "app:arm64")),
            // No such tag: denied.
            pod(there, image(registry, "app:missing")));
    Stream<String> templates =
        TEMPLATES.entrySet().stream()
            .map(kind -> object(kind.getValue(), kind.getKey(), template(spec(there))));
    String cronJob =
        object("batch/v1", "CronJob", "{\"jobTemplate\":{\"spec\":" + template(spec(there)) + "}}");
    return Stream.of(pods, templates, Stream.of(cronJob))
        .flatMap(it -> it)
        .map(it -> review("warm-up", it))
        .toList();
  }

  /// A review that asks neither a registry nor the cluster, and still finds what to deny.
  static byte[] asking(String uid) {
    // Nothing can have been meant by the first, which somebody would be asked about.
    return review(uid, pod("localhost/%", "localhost/never:1.0"));
  }

  private static String image(String registry, String path) {
    return registry + "/" + path;
  }

  private static byte[] review(String uid, String object) {
    return """
    {"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"%s",\
    "kind":{"group":"","version":"v1","kind":"Pod"},\
    "resource":{"group":"","version":"v1","resource":"pods"},"operation":"CREATE",\
    "namespace":"warm-up","name":"warm-up","userInfo":{"username":"warm-up"},"dryRun":true,\
    "object":%s,"oldObject":null,"options":{"kind":"CreateOptions","apiVersion":"meta.k8s.io/v1"}}}\
    """
        .formatted(uid, object)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String pod(String... images) {
    return object("v1", "Pod", spec(images));
  }

  private static String object(String apiVersion, String kind, String spec) {
    return """
    {"apiVersion":"%s","kind":"%s","metadata":{"name":"warm-up","namespace":"warm-up",\
    "labels":{"app":"warm-up"},"annotations":{"a":"b"},\
    "creationTimestamp":"2026-01-05T10:11:12Z"},"spec":%s}\
    """
        .formatted(apiVersion, kind, spec);
  }

  private static String template(String spec) {
    return "{\"template\":{\"metadata\":{\"labels\":{\"app\":\"warm-up\"}},\"spec\":" + spec + "}}";
  }

  private static String spec(String... images) {
    StringBuilder containers = new StringBuilder();
    for (String image : images) {
      String policy = image.contains("never") ? "Never" : "Always";
      containers
          .append(containers.isEmpty() ? "" : ",")
          .append(
              """
              {"name":"c","image":"%s","imagePullPolicy":"%s","ports":[{"containerPort":8080}],\
              "env":[{"name":"A","value":"b"}],"resources":{"requests":{"cpu":"100m"}},\
              "volumeMounts":[{"name":"v","mountPath":"/v"}]}\
              """
                  .formatted(image, policy));
    }
    return """
    {"containers":[%s],"volumes":[{"name":"v","emptyDir":{}}],"nodeSelector":{},\
    "tolerations":[{"key":"node.kubernetes.io/not-ready","operator":"Exists"}]%s}\
    """
        .formatted(containers, containers.indexOf("never") < 0 ? secret() : "");
  }

  private static String secret() {
    return ",\"imagePullSecrets\":[{\"name\":\"" + WarmUpCluster.SECRET + "\"}]";
  }
}
