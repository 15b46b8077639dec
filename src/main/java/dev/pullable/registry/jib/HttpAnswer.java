package dev.pullable.registry.jib;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What one HTTP exchange brought, whatever its status.
///
/// @param headers by lower-case name, values in order
/// @param body the inflated body; of an error answer at most its first 64 KiB
@SuppressWarnings("ArrayRecordComponent") // never compared
record HttpAnswer(int status, Map<String, List<String>> headers, byte[] body) {

  Optional<String> header(String lowerCaseName) {
    List<String> values = headers.getOrDefault(lowerCaseName, List.of());
    return values.isEmpty() ? Optional.empty() : Optional.of(values.getFirst());
  }

  List<String> headerValues(String lowerCaseName) {
    return headers.getOrDefault(lowerCaseName, List.of());
  }

  boolean isSuccess() {
    return status >= 200 && status < 300;
  }
}
