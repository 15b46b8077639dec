package dev.pullable.registry.jib;

import dev.pullable.credential.Secret;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One HTTP request to a registry or its token server.
///
/// @param accept the Accept header, empty for none
/// @param headers sent beside the others, to this host only
/// @param authorization the whole Authorization header; null sends none
/// @param form the urlencoded body of a POST; null sends none
/// @param bodyLimit the most bytes that a successful answer may have once inflated
/// @param redirects how many redirects are followed
record HttpCall(
    String method,
    String url,
    String accept,
    Map<String, List<Secret>> headers,
    @Nullable Secret authorization,
    @Nullable Secret form,
    int bodyLimit,
    int redirects) {

  HttpCall withAuthorization(@Nullable Secret other) {
    return new HttpCall(method, url, accept, headers, other, form, bodyLimit, redirects);
  }

  /// The call that a redirect asks for.
  HttpCall redirectedTo(String location, boolean sameHost) {
    return new HttpCall(
        method,
        location,
        accept,
        sameHost ? headers : Map.of(),
        sameHost ? authorization : null,
        form,
        bodyLimit,
        redirects - 1);
  }
}
