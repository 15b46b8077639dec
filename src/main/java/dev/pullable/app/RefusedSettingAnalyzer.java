package dev.pullable.app;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/// Says of a value that is of the right type, and wrong all the same, why and what would be right.
@Order(Ordered.HIGHEST_PRECEDENCE)
final class RefusedSettingAnalyzer
    extends AbstractFailureAnalyzer<InvalidConfigurationPropertyValueException> {

  private final Environment environment;

  RefusedSettingAnalyzer(Environment environment) {
    this.environment = environment;
  }

  @Override
  protected @Nullable FailureAnalysis analyze(
      Throwable rootFailure, InvalidConfigurationPropertyValueException cause) {
    ConfigurationPropertyName name = ConfigurationPropertyName.of(cause.getName());
    Optional<Setting> setting = Setting.of(name);
    return setting.isEmpty()
        ? null
        : new FailureAnalysis(
            "This setting's value cannot be used:\n\n    "
                + written(name, cause.getValue())
                + "\n\n"
                + cause.getReason(),
            SettingText.help(setting.get()),
            cause);
  }

  /// As somebody wrote it, rather than as it was understood.
  private String written(ConfigurationPropertyName name, @Nullable Object value) {
    for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
      ConfigurationProperty property = source.getConfigurationProperty(name);
      if (property != null) {
        return SettingText.written(property);
      }
    }
    return value == null ? name + " is not set" : name + " = " + value;
  }
}
