package dev.pullable.workload;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A string of an object as Go decodes it, where null and absent are the empty string.
public final class Text {
  private Text() {}

  public static String of(@Nullable String value) {
    return value == null ? "" : value;
  }

  /// A map of strings, absent being empty.
  public static Map<String, String> map(@Nullable Map<String, ? extends @Nullable String> values) {
    Map<String, String> copy = new LinkedHashMap<>();
    if (values != null) {
      values.forEach((key, value) -> copy.put(of(key), of(value)));
    }
    return copy;
  }
}
