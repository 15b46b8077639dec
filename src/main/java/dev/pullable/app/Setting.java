package dev.pullable.app;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/// One thing that can be configured, as its users are told of it.
///
/// @param key in kebab case, such as `pullable.tls.ca-file`
/// @param standard what holds where it is not set; empty if nothing does
/// @param example what may stand after the key on a command line
public record Setting(String key, String meaning, String standard, String example) {

  /// What a component of [PullableProperties] means.
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.RECORD_COMPONENT)
  @interface Meaning {
    String value();

    String example();
  }

  /// Every setting, in the order of [PullableProperties].
  public static List<Setting> all() {
    return within("pullable", PullableProperties.class).toList();
  }

  /// The setting that a key belongs to, which may be that of an element of a list or map.
  static Optional<Setting> of(ConfigurationPropertyName name) {
    return all().stream()
        .filter(setting -> {
          ConfigurationPropertyName own = ConfigurationPropertyName.of(setting.key());
          return own.equals(name) || own.isAncestorOf(name);
        })
        .findFirst();
  }

  /// As an argument.
  public String argument() {
    return "--" + key + example;
  }

  private static Stream<Setting> within(String prefix, Class<?> type) {
    List<Setting> settings = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      String key = prefix + "." + kebab(component.getName());
      if (component.getType().isRecord()) {
        within(key, component.getType()).forEach(settings::add);
      } else {
        settings.add(of(key, type, component));
      }
    }
    return settings.stream();
  }

  private static Setting of(String key, Class<?> owner, RecordComponent component) {
    Meaning meaning = component.getAnnotation(Meaning.class);
    if (meaning == null) {
      throw new IllegalStateException(key + " has no @Meaning");
    }
    return new Setting(key, meaning.value(), standard(owner, component), meaning.example());
  }

  /// `@DefaultValue` is not for record components, so that it stands at the constructor only.
  private static String standard(Class<?> owner, RecordComponent component) {
    for (var parameter : owner.getDeclaredConstructors()[0].getParameters()) {
      DefaultValue standard = parameter.getAnnotation(DefaultValue.class);
      if (parameter.getName().equals(component.getName()) && standard != null) {
        return String.join(",", standard.value());
      }
    }
    return "";
  }

  private static String kebab(String name) {
    return name.replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
  }
}
