package dev.pullable.testregistry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/// Answers what the OCI distribution specification calls pull and content discovery.
final class Pulls {
  private final Repositories repositories;

  Pulls(Repositories repositories) {
    this.repositories = repositories;
  }

  Answer manifest(LoggedRequest request) {
    Optional<Repositories.Stored> found =
        repositories.manifest(request.repository(), request.reference());
    if (found.isEmpty()) {
      return missing(request, "MANIFEST_UNKNOWN", "manifest unknown");
    }
    Repositories.Stored manifest = found.get();
    return Answer.of(200, manifest.mediaType(), manifest.bytes())
        .with("Docker-Content-Digest", manifest.digest());
  }

  Answer blob(LoggedRequest request) {
    Optional<byte[]> found = repositories.blob(request.repository(), request.reference());
    if (found.isEmpty()) {
      return missing(request, "BLOB_UNKNOWN", "blob unknown to registry");
    }
    return Answer.of(200, "application/octet-stream", found.get())
        .with("Docker-Content-Digest", request.reference());
  }

  Answer tags(LoggedRequest request) {
    if (!repositories.exists(request.repository())) {
      return missing(request, "NAME_UNKNOWN", "");
    }
    Query query = Query.of(request.query());
    List<String> tags = repositories.tags(request.repository(), query.first("last"));
    String n = query.first("n");
    int size = n.isEmpty() ? tags.size() : Math.min(tags.size(), Integer.parseInt(n));
    List<String> page = tags.subList(0, size);
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("name", request.repository());
    ArrayNode names = body.putArray("tags");
    page.forEach(names::add);
    Answer answer = Answer.json(200, body.toString());
    if (page.isEmpty() || size == tags.size()) {
      return answer;
    }
    String next = request.path() + "?n=" + n + "&last=" + page.getLast();
    return answer.with("Link", "<" + next + ">; rel=\"next\"");
  }

  private Answer missing(LoggedRequest request, String code, String message) {
    return repositories.exists(request.repository())
        ? Answer.error(404, code, message)
        : Answer.error(404, "NAME_UNKNOWN", "repository name not known to registry");
  }
}
