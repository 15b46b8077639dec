package dev.pullable.registry.jib;

import dev.pullable.credential.Credential;
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
/// @param purpose for whom, for those who are told of it
record HttpCall(
    String method,
    String url,
    String accept,
    Map<String, List<Secret>> headers,
    @Nullable Secret authorization,
    @Nullable Secret form,
    int bodyLimit,
    int redirects,
    Purpose purpose) {

  /// Whom a call is made for.
  ///
  /// @param asking the credential on whose behalf it is, shown or not; null if there is none
  /// @param holder whose credential is shown, or was to get what is; empty if none was
  /// @param scope what a token is asked for; empty unless one is
  record Purpose(@Nullable Credential asking, String holder, String scope) {
    static final Purpose NONE = new Purpose(null, "", "");
  }

  /// A call that asks for no token.
  HttpCall(
      String method,
      String url,
      String accept,
      Map<String, List<Secret>> headers,
      @Nullable Secret authorization,
      @Nullable Secret form,
      int bodyLimit,
      int redirects) {
    this(method, url, accept, headers, authorization, form, bodyLimit, redirects, Purpose.NONE);
  }

  /// @param shown whether the credential is in the header, or was shown to get it
  HttpCall withAuthorization(@Nullable Secret other, @Nullable Credential asking, boolean shown) {
    String holder = shown && asking != null ? asking.source().holder() : "";
    return new HttpCall(
        method,
        url,
        accept,
        headers,
        other,
        form,
        bodyLimit,
        redirects,
        new Purpose(asking, holder, purpose.scope()));
  }

  @Nullable Credential asking() {
    return purpose.asking();
  }

  String holder() {
    return purpose.holder();
  }

  String scope() {
    return purpose.scope();
  }

  boolean isRedirectOf(HttpCall first) {
    return redirects < first.redirects;
  }

  boolean showsToken() {
    return authorization != null && authorization.reveal().startsWith("Bearer ");
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
        redirects - 1,
        new Purpose(asking(), sameHost ? holder() : "", scope()));
  }
}
