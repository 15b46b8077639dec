package dev.pullable.testregistry;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One request as a registry received it.
///
/// @param order counts up over the registry's life, in order of arrival
/// @param path as sent, without the query
/// @param query as sent, empty where there is none
/// @param headers every header; look up by [#header]
/// @param repository empty where the request is for none
/// @param reference the tag, digest or upload; empty where the request is for none
/// @param clientPort tells the client's connections apart
/// @param form the body of a token request, else empty
public record LoggedRequest(
    long order,
    String method,
    String path,
    String query,
    Map<String, List<String>> headers,
    RequestKind kind,
    String repository,
    String reference,
    int clientPort,
    String form) {

  /// The first value of a header, whatever the case of its name.
  public Optional<String> header(String name) {
    List<String> values = headers.get(name);
    return values == null || values.isEmpty() ? Optional.empty() : Optional.of(values.getFirst());
  }

  /// The whole `Authorization` header.
  public Optional<String> authorization() {
    return header("Authorization");
  }

  /// Method and path, such as `HEAD /v2/team/app/manifests/1.0`.
  public String line() {
    return method + " " + path;
  }

  boolean isHead() {
    return method.equals("HEAD");
  }
}
