package dev.pullable.registry.jib;

import dev.pullable.credential.Credential;
import dev.pullable.credential.CredentialFingerprint;
import dev.pullable.deadline.Deadline;
import dev.pullable.platform.Platform;
import dev.pullable.reference.Digest;
import dev.pullable.registry.ConfigAnswer;
import dev.pullable.registry.Endpoint;
import dev.pullable.registry.ImageConfigReader;
import dev.pullable.registry.Manifest;
import dev.pullable.registry.ManifestAnswer;
import dev.pullable.registry.ManifestCache;
import dev.pullable.registry.ManifestReader;
import dev.pullable.registry.NamesAnswer;
import dev.pullable.registry.PullAllowances;
import dev.pullable.registry.Refusal;
import dev.pullable.registry.Refusal.NotFound.Missing;
import dev.pullable.registry.Registry;
import dev.pullable.registry.RegistryEvents;
import dev.pullable.registry.jib.HttpExchanges.Outcome;
import java.io.IOException;
import java.util.Optional;
import org.apache.http.conn.DnsResolver;
import org.jspecify.annotations.Nullable;

/// The registries over jib-core's HTTP layer: a HEAD first, as containerd does, and a GET only for
/// what is not known under its digest yet.
public final class JibRegistry implements Registry, AutoCloseable {
  private static final int MANIFEST_LIMIT = 4 << 20;
  private static final int CONFIG_LIMIT = 8 << 20;

  /// Half of it is what the largest config takes, and the largest manifest with what is read of it.
  private static final long ANSWER_BYTES = 16 << 20;

  private static final String ACCEPT =
      "application/vnd.docker.distribution.manifest.v2+json, "
          + "application/vnd.docker.distribution.manifest.list.v2+json, "
          + "application/vnd.oci.image.manifest.v1+json, "
          + "application/vnd.oci.image.index.v1+json, */*";

  private final Sessions sessions;
  private final ManifestCache cache;
  private final CredentialFingerprint fingerprint;
  private final PullAllowances allowances;

  /// Registries whose exchanges nobody counts.
  public JibRegistry(
      RegistrySettings settings, CredentialFingerprint fingerprint, ManifestCache cache) {
    this(settings, fingerprint, cache, new PullAllowances(0), RegistryEvents.NONE);
  }

  /// @param allowances where what registries say of their rate limits is kept
  public JibRegistry(
      RegistrySettings settings,
      CredentialFingerprint fingerprint,
      ManifestCache cache,
      PullAllowances allowances,
      RegistryEvents events) {
    this(settings, fingerprint, cache, allowances, ANSWER_BYTES, events);
  }

  /// @param answerBytes how many bytes of answers are in memory at a time, and of what is read from
  ///   them, beside the first 64 KiB of each; one host may have half of that
  public JibRegistry(
      RegistrySettings settings,
      CredentialFingerprint fingerprint,
      ManifestCache cache,
      PullAllowances allowances,
      long answerBytes,
      RegistryEvents events) {
    this(
        settings,
        fingerprint,
        cache,
        allowances,
        answerBytes,
        events,
        new FairLookups(new BoundedLookups()));
  }

  /// The same with the given look-up of names, for tests.
  JibRegistry(
      RegistrySettings settings,
      CredentialFingerprint fingerprint,
      ManifestCache cache,
      PullAllowances allowances,
      long answerBytes,
      RegistryEvents events,
      DnsResolver lookups) {
    this.sessions = new Sessions(settings, fingerprint, answerBytes, lookups, events);
    this.cache = cache;
    this.fingerprint = fingerprint;
    this.allowances = allowances;
  }

  @Override
  public ManifestAnswer manifest(ManifestRequest request, Deadline deadline) {
    try (Session session =
        sessions.open(request.endpoint(), request.repository(), request.credential(), deadline)) {
      return switch (session.call(
          "HEAD", manifestPath(request.reference()), ACCEPT, MANIFEST_LIMIT)) {
        case Outcome.Unanswered(Refusal why) -> why;
        case Outcome.Answered(HttpAnswer answer) -> {
          heard(request, answer);
          yield afterHead(request, session, answer);
        }
      };
    }
  }

  private void heard(ManifestRequest request, HttpAnswer answer) {
    String remaining = answer.header("ratelimit-remaining").orElse("");
    if (!remaining.isEmpty()) {
      allowances.heard(
          request.endpoint(),
          fingerprint(request.credential()),
          answer.header("ratelimit-limit").orElse(""),
          remaining);
    }
  }

  private String fingerprint(@Nullable Credential credential) {
    return credential == null ? CredentialFingerprint.ANONYMOUS : fingerprint.of(credential);
  }

  private ManifestAnswer afterHead(ManifestRequest request, Session session, HttpAnswer answer) {
    if (answer.isSuccess()) {
      Optional<Digest> digest = answer.header("docker-content-digest").flatMap(Digest::parse);
      return digest.isPresent()
          ? known(request, session, digest.get())
          : spared(request.endpoint(), request.credential())
              .<ManifestAnswer>map(few -> few)
              .orElseGet(() -> get(request, session));
    }
    return switch (answer.status()) {
      case 405 -> get(request, session);
      case 404 -> missing(session);
      default -> session.refusal(answer);
    };
  }

  /// The registry has let us in for this digest, so what is kept of it may be used.
  private ManifestAnswer known(ManifestRequest request, Session session, Digest digest) {
    Digest asked = request.digest();
    if (asked != null && !asked.equals(digest)) {
      return new Refusal.Misbehaved("answers with another digest than it was asked for");
    }
    return cache
        .manifest(request.endpoint(), request.repository(), digest)
        .<ManifestAnswer>map(manifest -> new ManifestAnswer.Found(digest, manifest))
        .or(() -> spared(request.endpoint(), request.credential()))
        .orElseGet(() -> get(request, session, digest.toString(), Optional.of(digest)));
  }

  /// Registries count a GET of a manifest as a pull, and no HEAD; what is left is the nodes'.
  private Optional<Refusal.FewPullsLeft> spared(
      Endpoint endpoint, @Nullable Credential credential) {
    return allowances.few(endpoint, fingerprint(credential));
  }

  private ManifestAnswer get(ManifestRequest request, Session session) {
    return get(request, session, request.reference(), Optional.ofNullable(request.digest()));
  }

  /// @param expected the digest that the body must have, if one is known
  private ManifestAnswer get(
      ManifestRequest request, Session session, String reference, Optional<Digest> expected) {
    return switch (session.call("GET", manifestPath(reference), ACCEPT, MANIFEST_LIMIT)) {
      case Outcome.Unanswered(Refusal why) -> why;
      case Outcome.Answered(HttpAnswer answer) when !answer.isSuccess() ->
          expected.isPresent() && request.digest() == null && answer.status() == 404
              ? new Refusal.Misbehaved("has a tag without its manifest")
              : session.refusal(answer);
      case Outcome.Answered(HttpAnswer answer) when !session.holdParsed(answer) -> {
        heard(request, answer);
        yield new Refusal.Busy();
      }
      case Outcome.Answered(HttpAnswer answer) -> {
        heard(request, answer);
        yield read(request, answer, expected);
      }
    };
  }

  private ManifestAnswer read(
      ManifestRequest request, HttpAnswer answer, Optional<Digest> expected) {
    String contentType = answer.header("content-type").orElse("");
    return switch (ManifestReader.read(answer.body(), contentType)) {
      // Its digest is that of what was signed, which its bytes are not.
      case ManifestReader.Read(Manifest.SchemaOne schemaOne) ->
          new ManifestAnswer.Found(expected.orElse(sha256(answer)), schemaOne);
      case ManifestReader.Result read -> verified(request, answer, expected, read);
    };
  }

  private ManifestAnswer verified(
      ManifestRequest request,
      HttpAnswer answer,
      Optional<Digest> expected,
      ManifestReader.Result result) {
    Digest actual =
        expected.map(it -> Digests.of(it.algorithm(), answer.body())).orElse(sha256(answer));
    if (expected.isPresent() && !expected.get().equals(actual)) {
      return new Refusal.Misbehaved("answers with a manifest of another digest");
    }
    return switch (result) {
      case ManifestReader.Unreadable(String problem) -> new Refusal.Misbehaved(problem);
      case ManifestReader.Read(Manifest manifest) -> {
        cache.put(request.endpoint(), request.repository(), actual, manifest);
        yield new ManifestAnswer.Found(actual, manifest);
      }
    };
  }

  private static Digest sha256(HttpAnswer answer) {
    return Digests.of("sha256", answer.body());
  }

  /// A HEAD's answer has no body, and many registries say of a manifest that is not there the same
  /// as of a repository that is not. Its list of tags tells, and is not counted as a pull.
  private ManifestAnswer missing(Session session) {
    return switch (session.call("GET", "/tags/list?n=1", "", MANIFEST_LIMIT)) {
      case Outcome.Unanswered _ -> session.notFound(Missing.UNTOLD);
      case Outcome.Answered(HttpAnswer answer) when answer.isSuccess() ->
          session.notFound(Missing.MANIFEST);
      case Outcome.Answered(HttpAnswer answer) when answer.status() == 404 ->
          session.notFound(ErrorBody.missing(answer.body()));
      case Outcome.Answered _ -> session.notFound(Missing.UNTOLD);
    };
  }

  @Override
  public ConfigAnswer config(ConfigRequest request, Deadline deadline) {
    Digest digest = request.config().digest();
    Optional<ConfigAnswer> kept =
        cache
            .config(
                request.endpoint(), request.repository(), digest, fingerprint(request.credential()))
            .<ConfigAnswer>map(found -> found)
            .or(() -> spared(request.endpoint(), request.credential()));
    return kept.orElseGet(() -> fetch(request, digest, deadline));
  }

  private ConfigAnswer fetch(ConfigRequest request, Digest digest, Deadline deadline) {
    try (Session session =
        sessions.open(request.endpoint(), request.repository(), request.credential(), deadline)) {
      return switch (session.call("GET", "/blobs/" + digest, "", CONFIG_LIMIT)) {
        case Outcome.Unanswered(Refusal why) -> why;
        case Outcome.Answered(HttpAnswer answer) when !answer.isSuccess() ->
            session.refusal(answer);
        case Outcome.Answered(HttpAnswer answer) -> readConfig(request, digest, answer);
      };
    }
  }

  private ConfigAnswer readConfig(ConfigRequest request, Digest digest, HttpAnswer answer) {
    if (!digest.equals(Digests.of(digest.algorithm(), answer.body()))) {
      return new Refusal.Misbehaved("answers with a config of another digest");
    }
    return switch (ImageConfigReader.read(answer.body())) {
      case ImageConfigReader.Unreadable(String problem) -> new Refusal.Misbehaved(problem);
      case ImageConfigReader.Read(Platform platform, int layers, var created) -> {
        ConfigAnswer.Found found = new ConfigAnswer.Found(platform, layers, created);
        cache.put(
            request.endpoint(),
            request.repository(),
            digest,
            fingerprint(request.credential()),
            found);
        yield found;
      }
    };
  }

  @Override
  public NamesAnswer names(NamesRequest request, Deadline deadline) {
    try (Session session =
        sessions.open(request.endpoint(), request.repository(), request.credential(), deadline)) {
      return new Listing(session, request).names();
    }
  }

  private static String manifestPath(String reference) {
    return "/manifests/" + reference;
  }

  @Override
  public void close() throws IOException {
    sessions.close();
  }
}
