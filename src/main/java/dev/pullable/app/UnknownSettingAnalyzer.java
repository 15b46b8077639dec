package dev.pullable.app;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
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
      description.append("\n    ").append(SettingText.written(property));
      action.append("\n    ").append(property.getName()).append(meant(property.getName()));
    }
    action.append("\n\nAll settings: java -jar pullable.jar serve --help");
    return new FailureAnalysis(description.toString(), action.toString(), cause);
  }

  /// Every key under `pullable.`, in kebab case.
  static List<String> keys() {
    return Setting.all().stream().map(Setting::key).toList();
  }

  private static String meant(ConfigurationPropertyName name) {
    Optional<Setting> owner = Setting.of(name);
    if (owner.isPresent()) {
      return ": it is written as in " + owner.get().argument();
    }
    String key = name.toString();
    return keys().stream()
        .min(Comparator.comparingInt(known -> distance(known, key)))
        .filter(nearest -> distance(nearest, key) <= key.length() / 2)
        .map(nearest -> ": did you mean " + nearest + "?")
        .orElse("");
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
