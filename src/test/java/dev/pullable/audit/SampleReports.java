package dev.pullable.audit;

import dev.pullable.resolution.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/// Reports as clusters have them, the same ones each time.
public final class SampleReports {
  static final Instant FINISHED = Instant.parse("2026-11-21T18:04:09Z");

  private static final List<String> NAMES =
      List.of(
          "payments",
          "shop",
          "billing",
          "ingress-nginx",
          "monitoring",
          "kube-system",
          "search",
          "identity",
          "mail",
          "reports",
          "data-platform",
          "ci-runners",
          "checkout",
          "catalog",
          "recommendations",
          "logging",
          "cert-manager",
          "argocd",
          "legacy-erp",
          "warehouse",
          "notifications",
          "media",
          "partner-gateway",
          "fraud-detection",
          "staging-payments",
          "staging-shop",
          "sandbox-team-a",
          "sandbox-team-b",
          "vault",
          "backup");
  private static final List<String> KINDS =
      List.of("Deployment", "StatefulSet", "DaemonSet", "CronJob", "Rollout", "Pod");
  private static final List<Reason> UNPULLABLE =
      List.of(
          Reason.TAG_NOT_FOUND,
          Reason.DIGEST_NOT_FOUND,
          Reason.REPOSITORY_NOT_FOUND,
          Reason.NO_MATCHING_PLATFORM,
          Reason.CREDENTIALS_REJECTED,
          Reason.PULL_SECRET_NOT_FOUND);
  private static final List<Reason> DOUBT =
      List.of(
          Reason.RATE_LIMITED,
          Reason.DNS_FAILURE,
          Reason.ACCESS_DENIED,
          Reason.CONNECTION_TIMED_OUT,
          Reason.TLS_UNTRUSTED,
          Reason.CREDENTIALS_MISSING);
  private static final List<Reason> CONCERN =
      List.of(
          Reason.LATEST_TAG, Reason.DIGEST_MISSING, Reason.CREDENTIALS_EXPIRING, Reason.TAG_MOVED);

  private final Random random = new Random(7);
  private final Map<String, Map<Outcome, Integer>> images = new TreeMap<>();
  private final List<AuditFinding> findings = new ArrayList<>();

  private SampleReports() {}

  /// A cluster of a company of some size: 30 namespaces, 120 findings.
  public static AuditReport company() {
    return of(30, 120, 0, "");
  }

  /// @param findings how many; a namespace each in turn, some without any
  static AuditReport of(int namespaces, int findings, int omitted, String incomplete) {
    SampleReports sample = new SampleReports();
    for (int i = 0; i < namespaces; i++) {
      sample.namespace(name(i), i % 10 == 0 ? 60 : 3 + sample.random.nextInt(22));
    }
    for (int i = 0; i < findings; i++) {
      sample.add(i, name(sample.where(namespaces)));
    }
    return sample.report(omitted, incomplete);
  }

  /// Nothing to be said about any image.
  static AuditReport fine() {
    return of(12, 0, 0, "");
  }

  /// Not even a Pod.
  public static AuditReport nothing() {
    return report(List.of(), List.of(), 0, "");
  }

  /// What an enemy may write: some of it no API server would take.
  static AuditReport hostile() {
    List<String> texts =
        List.of(
            "</script><script>window.hacked=1</script>",
            "<img src=x onerror=\"window.hacked=1\">",
            "\"><svg onload=window.hacked=1>",
            "'-window.hacked=1-'",
            "</style><style>body{display:none}</style>",
            "reg.example.com/\u202egnp.exe\u202c/app:1\u0000\u0007\u2028\u200b",
            "&lt;b&gt;&amp;#x41;${1}{{7*7}}",
            "שלום/עולם:1",
            "x".repeat(250),
            "constructor",
            "__proto__");
    List<NamespaceSummary> namespaces = new ArrayList<>();
    List<AuditFinding> findings = new ArrayList<>();
    for (String it : texts) {
      namespaces.add(new NamespaceSummary(it, 3, 2, Map.of(Outcome.UNPULLABLE, 1)));
      findings.add(
          new AuditFinding(
              it,
              it,
              it,
              3,
              it,
              it,
              Outcome.UNPULLABLE,
              Reason.TAG_NOT_FOUND,
              it,
              List.of(it),
              List.of(it, "kubectl get pods -n '" + it + "'"),
              List.of(it),
              2,
              1));
    }
    return new AuditReport(
        "https://<b>cluster</b>",
        FINISHED.minusSeconds(5),
        FINISHED,
        33,
        22,
        11,
        11,
        namespaces,
        findings,
        3,
        "<script>window.hacked=1</script>");
  }

  private static String name(int index) {
    return index < NAMES.size() ? NAMES.get(index) : "team-" + index;
  }

  private int where(int namespaces) {
    // Some have many, half of them none.
    double share = random.nextDouble();
    return (int) (share * share * Math.max(1, namespaces * 0.55));
  }

  private void namespace(String name, int pullable) {
    images.put(name, new EnumMap<>(Map.of(Outcome.PULLABLE, pullable)));
  }

  private void add(int index, String namespace) {
    int of = index % 10;
    Outcome outcome = of < 3 ? Outcome.UNPULLABLE : of < 6 ? Outcome.DOUBT : Outcome.CONCERN;
    List<Reason> reasons =
        switch (outcome) {
          case UNPULLABLE -> UNPULLABLE;
          case DOUBT -> DOUBT;
          case CONCERN, PULLABLE -> CONCERN;
        };
    Reason reason = reasons.get(random.nextInt(reasons.size()));
    images.getOrDefault(namespace, new EnumMap<>(Outcome.class)).merge(outcome, 1, Integer::sum);
    findings.add(finding(namespace, outcome, reason, index));
  }

  private AuditFinding finding(String namespace, Outcome outcome, Reason reason, int index) {
    String app = List.of("api", "worker", "web", "proxy", "migrate", "exporter").get(index % 6);
    String host = List.of("reg.example.com", "ghcr.io", "quay.io", "docker.io").get(index % 4);
    String image = host + "/" + namespace + "/" + app + ":" + (1 + index % 4) + "." + index % 17;
    String kind = KINDS.get(index % KINDS.size());
    String name = namespace + "-" + app;
    int nodes = 3 + index % 5;
    int holders = outcome == Outcome.UNPULLABLE ? index % 3 : 0;
    return new AuditFinding(
        namespace,
        kind,
        name,
        1 + index % 9,
        app,
        image,
        outcome,
        reason,
        problem(image, outcome, reason),
        List.of(
            "asked " + host + " for " + image.substring(host.length() + 1),
            "shown: secret " + namespace + "/regcred, entry " + host,
            "answer: " + (outcome == Outcome.UNPULLABLE ? "404 MANIFEST_UNKNOWN" : "none in 5s")),
        List.of(
            "A tag of the same repository that exists is 1."
                + index % 17
                + ".1, pushed two days ago.",
            "kubectl set image "
                + kind.toLowerCase(Locale.ROOT)
                + "/"
                + name
                + " -n "
                + namespace
                + " "
                + app
                + "="
                + image
                + ".1"),
        List.of("node-a.example.com", "node-b.example.com").subList(0, holders),
        nodes,
        nodes - holders);
  }

  private static String problem(String image, Outcome outcome, Reason reason) {
    String start = '"' + image + "\" ";
    return switch (outcome) {
      case UNPULLABLE -> start + "cannot be pulled: " + what(reason);
      case DOUBT -> start + "could not be checked: " + what(reason);
      case CONCERN, PULLABLE -> start + "will be pulled, but " + what(reason);
    };
  }

  private static String what(Reason reason) {
    String words = reason.word().replaceAll("([a-z])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
    return words + ", says the registry reg.example.com for the tag that the Pod asks for";
  }

  private AuditReport report(int omitted, String incomplete) {
    findings.sort(
        Comparator.comparing(AuditFinding::outcome)
            .reversed()
            .thenComparing(AuditFinding::namespace)
            .thenComparing(AuditFinding::kind)
            .thenComparing(AuditFinding::name));
    List<NamespaceSummary> namespaces = new ArrayList<>();
    images.forEach((name, counts) -> {
      int all = counts.values().stream().mapToInt(it -> it).sum();
      namespaces.add(new NamespaceSummary(name, all * 3, all, counts));
    });
    return report(namespaces, findings, omitted, incomplete);
  }

  private static AuditReport report(
      List<NamespaceSummary> namespaces,
      List<AuditFinding> findings,
      int omitted,
      String incomplete) {
    int images = namespaces.stream().mapToInt(NamespaceMap::images).sum();
    return new AuditReport(
        "https://api.prod-eu-1.example.com:6443",
        FINISHED.minusSeconds(754),
        FINISHED,
        images * 3,
        images,
        images,
        images,
        namespaces,
        findings,
        omitted,
        incomplete);
  }
}
