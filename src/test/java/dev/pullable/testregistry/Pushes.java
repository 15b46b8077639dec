package dev.pullable.testregistry;

import dev.pullable.reference.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// Answers what the OCI distribution specification calls push: blobs in one piece, in chunks or
/// mounted, and manifests of any media type.
final class Pushes {
  private final Repositories repositories;
  private final Map<String, ByteArrayOutputStream> uploads = new ConcurrentHashMap<>();

  Pushes(Repositories repositories) {
    this.repositories = repositories;
  }

  Answer manifest(LoggedRequest request, InputStream body) throws IOException {
    byte[] bytes = body.readAllBytes();
    String reference = request.reference();
    boolean byDigest = reference.contains(":");
    String algorithm = byDigest ? reference.substring(0, reference.indexOf(':')) : "sha256";
    String digest = TestImages.digest(algorithm, bytes).toString();
    if (byDigest && !digest.equals(reference)) {
      return Answer.error(400, "DIGEST_INVALID", "provided digest did not match content");
    }
    String mediaType = request.header("Content-Type").orElse("application/octet-stream");
    repositories.putManifest(
        request.repository(), new Repositories.Stored(digest, mediaType, bytes));
    if (!byDigest) {
      repositories.tag(request.repository(), reference, digest);
    }
    return created("/v2/" + request.repository() + "/manifests/" + digest, digest);
  }

  Answer upload(LoggedRequest request, InputStream body) throws IOException {
    if (request.method().equals("POST") && request.reference().isEmpty()) {
      return begin(request, body);
    }
    ByteArrayOutputStream upload = uploads.get(request.reference());
    if (upload == null) {
      return Answer.error(404, "BLOB_UPLOAD_UNKNOWN", "blob upload unknown to registry");
    }
    return switch (request.method()) {
      case "GET" -> progress(request, upload, 204);
      case "PATCH" -> append(request, upload, body);
      case "PUT" -> {
        body.transferTo(upload);
        yield finish(request, upload.toByteArray());
      }
      case "DELETE" -> {
        uploads.remove(request.reference());
        yield Answer.of(204);
      }
      default -> Answer.error(405, "UNSUPPORTED", "the operation is unsupported");
    };
  }

  private Answer begin(LoggedRequest request, InputStream body) throws IOException {
    Query query = Query.of(request.query());
    String mount = query.first("mount");
    Optional<byte[]> mounted = repositories.blob(query.first("from"), mount);
    if (mounted.isPresent()) {
      repositories.putBlob(request.repository(), mount, mounted.get());
      return created("/v2/" + request.repository() + "/blobs/" + mount, mount);
    }
    if (!query.first("digest").isEmpty()) {
      return finish(request, body.readAllBytes());
    }
    String id = UUID.randomUUID().toString();
    uploads.put(id, new ByteArrayOutputStream());
    return Answer.of(202)
        .with("Location", "/v2/" + request.repository() + "/blobs/uploads/" + id)
        .with("Range", "0-0")
        .with("Docker-Upload-UUID", id);
  }

  private Answer append(LoggedRequest request, ByteArrayOutputStream upload, InputStream body)
      throws IOException {
    String range = request.header("Content-Range").orElse("");
    if (!range.isEmpty() && !range.startsWith(upload.size() + "-")) {
      return progress(request, upload, 416);
    }
    body.transferTo(upload);
    return progress(request, upload, 202);
  }

  private static Answer progress(LoggedRequest request, ByteArrayOutputStream upload, int status) {
    return Answer.of(status)
        .with("Location", request.path())
        .with("Range", "0-" + Math.max(upload.size() - 1, 0))
        .with("Docker-Upload-UUID", request.reference());
  }

  private Answer finish(LoggedRequest request, byte[] bytes) {
    String wanted = Query.of(request.query()).first("digest");
    int colon = wanted.indexOf(':');
    Digest actual = TestImages.digest(colon < 0 ? "sha256" : wanted.substring(0, colon), bytes);
    if (!actual.toString().equals(wanted)) {
      return Answer.error(400, "DIGEST_INVALID", "provided digest did not match content");
    }
    uploads.remove(request.reference());
    repositories.putBlob(request.repository(), wanted, bytes);
    return created("/v2/" + request.repository() + "/blobs/" + wanted, wanted);
  }

  private static Answer created(String location, String digest) {
    return Answer.of(201).with("Location", location).with("Docker-Content-Digest", digest);
  }
}
