package dev.pullable.app;

import org.springframework.boot.context.properties.source.ConfigurationProperty;

/// Settings in the words of a failed start.
final class SettingText {
  private SettingText() {}

  /// What somebody set, and where.
  static String written(ConfigurationProperty property) {
    String origin = property.getOrigin() == null ? "" : " (" + property.getOrigin() + ")";
    return property.getName() + " = " + property.getValue() + origin;
  }

  /// What would be right.
  static String help(Setting setting) {
    String standard = setting.standard().isEmpty() ? "none" : setting.standard();
    return setting.key()
        + ": "
        + setting.meaning()
        + "\n\n    Default: "
        + standard
        + "\n    Example: "
        + setting.argument()
        + "\n\nAll settings: java -jar pullable.jar serve --help";
  }
}
