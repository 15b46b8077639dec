package dev.pullable.app;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/// Says of an unknown key which one may have been meant.
@Order(Ordered.HIGHEST_PRECEDENCE)
final class UnknownSettingAnalyzer
    extends AbstractFailureAnalyzer<UnboundConfigurationPropertiesException> {

  @Override
  protected FailureAnalysis analyze(
      Throwable rootFailure, UnboundConfigurationPropertiesException cause) {
    StringBuilder description = new StringBuilder("There is no such setting:\n");
    StringBuilder action = new StringBuilder("Remove it, or correct its name:\n");
    for (ConfigurationProperty property : cause.getUnboundProperties()) {
      String key = property.getName().toString();
      description
          .append("\n    ")
          .append(key)
          .append(" = ")
          .append(property.getValue())
          .append(origin(property));
      action.append("\n    ").append(key).append(" -> ").append(nearest(key));
    }
    action.append("\n\nAll settings: java -jar pullable.jar serve --help");
    return new FailureAnalysis(description.toString(), action.toString(), cause);
  }

  private static String origin(ConfigurationProperty property) {
    return property.getOrigin() == null ? "" : " (" + property.getOrigin() + ")";
  }

  /// Every key under `pullable.`, in kebab case.
  static List<String> keys() {
    List<String> keys = new ArrayList<>();
    collect("pullable", PullableProperties.class, keys);
    return keys;
  }

  private static void collect(String prefix, Class<?> type, List<String> keys) {
    for (RecordComponent component : type.getRecordComponents()) {
      String key = prefix + "." + kebab(component.getName());
      if (component.getType().isRecord()) {
        collect(key, component.getType(), keys);
      } else {
        keys.add(key);
      }
    }
  }

  private static String kebab(String name) {
    return name.replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
  }

  private static @Nullable String nearest(String key) {
    return keys().stream().min(Comparator.comparingInt(known -> distance(known, key))).orElse(null);
  }

  /// Levenshtein's distance.
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
