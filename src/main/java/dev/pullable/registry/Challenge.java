package dev.pullable.registry;

import java.util.Map;

/// One challenge of a 401: a scheme and its parameters, names in lower case.
///
/// @param params what the registry wrote; never to be shown to anyone
public record Challenge(Scheme scheme, Map<String, String> params) {

  /// The schemes that containerd knows, in its order of preference.
  public enum Scheme {
    BEARER,
    DIGEST,
    BASIC
  }

  public Challenge {
    params = Map.copyOf(params);
  }
}
