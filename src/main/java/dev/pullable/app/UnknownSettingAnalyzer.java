package dev.pullable.app;

import dev.pullable.policy.Spelling;
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
    return Spelling.nearest(key, keys())
        .map(nearest -> ": did you mean " + nearest + "?")
        .orElse("");
  }
}
