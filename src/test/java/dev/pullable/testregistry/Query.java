package dev.pullable.testregistry;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The decoded parameters of a query or a form.
record Query(Map<String, List<String>> parameters) {

  static Query of(String encoded) {
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    for (String pair : encoded.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      parameters.computeIfAbsent(decoded(name), _ -> new ArrayList<>()).add(decoded(value));
    }
    return new Query(parameters);
  }

  List<String> all(String name) {
    return parameters.getOrDefault(name, List.of());
  }

  /// The first value, or an empty one.
  String first(String name) {
    List<String> values = all(name);
    return values.isEmpty() ? "" : values.getFirst();
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
