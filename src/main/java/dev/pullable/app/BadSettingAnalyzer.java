package dev.pullable.app;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/// Says of a value that is not of its setting's type what would be right.
@Order(Ordered.HIGHEST_PRECEDENCE)
final class BadSettingAnalyzer extends AbstractFailureAnalyzer<BindException> {

  @Override
  protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
    ConfigurationProperty property = cause.getProperty();
    if (property == null
        || findCause(rootFailure, UnboundConfigurationPropertiesException.class) != null
        || findCause(rootFailure, InvalidConfigurationPropertyValueException.class) != null) {
      return null;
    }
    Optional<Setting> setting = Setting.of(property.getName());
    return setting.isEmpty()
        ? null
        : new FailureAnalysis(
            "This setting's value cannot be used:\n\n    " + SettingText.written(property),
            SettingText.help(setting.get()),
            cause);
  }
}
