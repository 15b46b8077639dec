package dev.pullable.registry.jib;

import dev.pullable.credential.Secret;
import org.jspecify.annotations.Nullable;

/// One HTTP request to a registry or its token server.
///
/// @param accept the Accept header, empty for none
/// @param authorization the whole Authorization header; null sends none
/// @param form the urlencoded body of a POST; null sends none
/// @param bodyLimit the most bytes that a successful answer may have once inflated
/// @param redirects how many redirects are followed
record HttpCall(
    String method,
    String url,
    String accept,
    @Nullable Secret authorization,
    @Nullable Secret form,
    int bodyLimit,
    int redirects) {

  HttpCall withAuthorization(@Nullable Secret other) {
    return new HttpCall(method, url, accept, other, form, bodyLimit, redirects);
  }

  /// The call that a redirect asks for.
  HttpCall redirectedTo(String location, boolean sameHost) {
    return new HttpCall(
        method, location, accept, sameHost ? authorization : null, form, bodyLimit, redirects - 1);
  }
}
