package dev.pullable.admission;

import static dev.pullable.admission.GoldenCase.image;

import dev.pullable.advice.Advice;
import dev.pullable.advice.Advice.Instead.Kind;
import dev.pullable.policy.Level;
import dev.pullable.policy.Limits;
import dev.pullable.resolution.Content;
import dev.pullable.resolution.CredentialTrace.Step;
import dev.pullable.resolution.Reason;
import dev.pullable.resolution.Resolution.Doubt;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What is likeliest to be behind each reason.
final class GoldenCases {
  private static final String PRIVATE = "reg.example.com/shop/web:1.0";

  private GoldenCases() {}

  static GoldenCase of(Reason reason) {
    return switch (reason) {
      case INVALID_REFERENCE ->
          image("reg.example.com/Shop/web:1.0").instead(Kind.SPELLING, PRIVATE).unpullable(reason);
      case CREDENTIALS_IN_REFERENCE ->
          image("myorg/web:v2?token=sesame")
              .instead(Kind.SPELLING, "myorg/web:v2")
              .unpullable(reason);
      case REPOSITORY_NOT_FOUND ->
          image("reg.example.com/shop/ngiinx:1.27")
              .instead(Kind.REPOSITORY, "reg.example.com/shop/nginx:1.27")
              .unpullable(reason);
      case TAG_NOT_FOUND ->
          image("nginx:1.72")
              .instead(Kind.TAG, "nginx:1.27", "nginx:1.27.2", "nginx:1.26")
              .unpullable(reason);
      case DIGEST_NOT_FOUND ->
          image("reg.example.com/shop/web:1.0@" + GoldenCase.DIGEST).unpullable(reason);
      case NO_MATCHING_PLATFORM ->
          image(PRIVATE)
              .about("linux/amd64", "it is there for linux/arm64")
              .nodes(8, 8)
              .unpullable(reason);
      case PLATFORM_NOT_ON_ALL_NODES ->
          image(PRIVATE)
              .about("linux/arm64")
              .nodes(3, 8, "amd64")
              .concern(reason, "arm-1", "arm-2", "arm-3");
      case WRONG_PLATFORM ->
          image(PRIVATE).about("linux/arm64").nodes(5, 8, "arm64").concern(reason, "node-1");
      case PLATFORM_UNCERTAIN ->
          image(PRIVATE).about("linux/arm/v7").nodes(2, 2).doubt(reason, Doubt.NODE_UNKNOWN);
      case CREDENTIALS_MISSING ->
          image(PRIVATE).trace(new Step.Anonymous("was refused (401)")).unpullable(reason);
      case CREDENTIALS_REJECTED ->
          image("docker.io/shop/web:1.0", "regcred")
              .about("regcred")
              .trace(tried("https://index.docker.io/v1/", "was refused (401)"))
              .advice(new Advice(List.of(), Optional.empty(), Optional.empty(), true))
              .unpullable(reason);
      case NODE_CREDENTIALS_REJECTED ->
          image(PRIVATE)
              .about("the nodes' docker config")
              .trace(
                  new Step.Tried(
                      "the nodes' docker config", "reg.example.com", "was refused (401)"))
              .unpullable(reason);
      case ACCESS_DENIED ->
          image(PRIVATE, "regcred")
              .trace(tried("reg.example.com", "was forbidden (403)"))
              .unpullable(reason);
      case PULL_SECRET_NOT_FOUND ->
          image(PRIVATE, "regcred")
              .about("regcred")
              .trace(
                  new Step.Skipped("regcred", "does not exist in namespace shop"),
                  new Step.Anonymous("was refused (401)"))
              .unpullable(reason);
      case PULL_SECRET_WRONG_TYPE ->
          image(PRIVATE, "regcred")
              .about("regcred", "it is of type Opaque, which the kubelet never reads")
              .trace(
                  new Step.Skipped(
                      "regcred", "is of type Opaque, which the kubelet never reads", true),
                  new Step.Anonymous("was refused (401)"))
              .unpullable(reason);
      case PULL_SECRET_MALFORMED ->
          image("nginx:1.27", "regcred")
              .about("regcred", ".dockerconfigjson is no JSON")
              .unpullable(reason);
      case PULL_SECRET_FOR_OTHER_REGISTRY ->
          image("shop/web:1.0", "hubcred")
              .about("hubcred")
              .trace(
                  new Step.NotMatched(
                      "hubcred",
                      "https://index.docker.io/v1",
                      "lacks the trailing slash, so the kubelet never matches it"),
                  new Step.Anonymous("was refused (401)"))
              .unpullable(reason);
      case PULL_SECRET_UNREADABLE ->
          image(PRIVATE, "regcred").about("regcred").doubt(reason, Doubt.CLUSTER_UNREADABLE);
      case SERVICE_ACCOUNT_NOT_FOUND ->
          image(PRIVATE).about("shop-web").doubt(reason, Doubt.CLUSTER_UNREADABLE);
      case CREDENTIAL_WITHHELD ->
          image(PRIVATE, "regcred").about("auth.example.net").doubt(reason, Doubt.NO_ANSWER);
      case NOT_AN_IMAGE ->
          image("reg.example.com/charts/web:1.0")
              .about("application/vnd.cncf.helm.config.v1+json")
              .unpullable(reason);
      case SCHEMA_ONE_IMAGE ->
          image("reg.example.com/old/web:1.0").doubt(reason, Doubt.NODE_UNKNOWN);
      case RATE_LIMITED ->
          image("nginx:1.27").about("", "it asks to wait 60 s").doubt(reason, Doubt.NO_ANSWER);
      case FEW_PULLS_LEFT -> image("nginx:1.27").about("7").doubt(reason, Doubt.NO_ANSWER);
      case LAST_SEEN ->
          image(PRIVATE)
              .about("12 minutes ago, and cannot be looked up now (RateLimited)")
              .concern(reason);
      case DNS_FAILURE,
          CONNECTION_REFUSED,
          CONNECTION_TIMED_OUT,
          CONNECTION_LOST,
          TLS_UNTRUSTED,
          TLS_FAILED,
          ADDRESS_NOT_ALLOWED ->
          image(PRIVATE).about("reg.example.com").doubt(reason, Doubt.NO_ANSWER);
      case PROXY_FAILED ->
          image(PRIVATE).about("proxy.example.com:3128").doubt(reason, Doubt.NO_ANSWER);
      case REGISTRY_NOT_ALLOWED ->
          image("quay.io/shop/web:1.0").about("quay.io").doubt(reason, Doubt.NOT_ALLOWED);
      case REGISTRY_ERROR -> image(PRIVATE).about("503").doubt(reason, Doubt.NO_ANSWER);
      case REGISTRY_MISBEHAVED ->
          image(PRIVATE)
              .about("", "answers with a body that is too large")
              .doubt(reason, Doubt.NO_ANSWER);
      case REGISTRY_FAILING ->
          image(PRIVATE)
              .about("", "last: ConnectionRefused reg.example.com")
              .doubt(reason, Doubt.NO_ANSWER);
      case DEADLINE_EXCEEDED, CONCURRENCY_LIMITED -> image(PRIVATE).doubt(reason, Doubt.NO_ANSWER);
      case HOSTS_UNKNOWN ->
          image(PRIVATE).about("", "its hosts.toml is no TOML").doubt(reason, Doubt.OTHER_HOSTS);
      case TOO_MANY_IMAGES -> image(PRIVATE).about("100").doubt(reason, Doubt.NO_ANSWER);
      case LATEST_TAG -> image("nginx").level(Level.TAGGED);
      case DIGEST_MISSING -> image("nginx:1.27").level(Level.PINNED);
      case TAG_MOVED ->
          image("nginx:1.27@" + GoldenCase.DIGEST)
              .about(GoldenCase.NEWER.toString())
              .concern(reason);
      case IMAGE_TOO_LARGE ->
          image(PRIVATE)
              .exceeding(
                  new Content(OptionalLong.of(1_503_238_553L), Optional.empty()),
                  new Limits(OptionalLong.of(1L << 30), Optional.empty()));
      case IMAGE_TOO_OLD ->
          image(PRIVATE)
              .exceeding(
                  new Content(OptionalLong.empty(), Optional.of(Duration.ofDays(400))),
                  new Limits(OptionalLong.empty(), Optional.of(Duration.ofDays(365))));
      case IMAGE_NOT_PRESENT ->
          image(PRIVATE).about("none of 8 eligible nodes").doubt(reason, Doubt.NODE_UNKNOWN);
      case DISK_TOO_SMALL ->
          image(PRIVATE).about("40.2 GiB", "37.9 GiB").nodes(3, 8).concern(reason, "small-1");
      case DISK_PRESSURE ->
          image(PRIVATE).about("8 of 8 eligible nodes").nodes(8, 8).concern(reason, "node-1");
      case CREDENTIALS_EXPIRING ->
          image(PRIVATE, "regcred")
              .about("regcred", "in 40 minutes; Pods that start later cannot pull with it")
              .concern(reason);
    };
  }

  private static Step tried(String entry, String outcome) {
    return new Step.Tried("pull secret regcred", entry, outcome);
  }
}
