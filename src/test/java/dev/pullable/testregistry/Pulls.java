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
    String last = Query.of(request.query()).first("last");
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("name", request.repository());
    return page(request, body, "tags", repositories.tags(request.repository(), last));
  }

  Answer catalog(LoggedRequest request) {
    String last = Query.of(request.query()).first("last");
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    return page(request, body, "repositories", repositories.names(last));
  }

  private static Answer page(
      LoggedRequest request, ObjectNode body, String member, List<String> all) {
    String n = Query.of(request.query()).first("n");
    int size = n.isEmpty() ? all.size() : Math.min(all.size(), Integer.parseInt(n));
    List<String> page = all.subList(0, size);
    ArrayNode names = body.putArray(member);
    page.forEach(names::add);
    Answer answer = Answer.json(200, body.toString());
    if (page.isEmpty() || size == all.size()) {
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
