package dev.pullable.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.env.PropertySourceLoader;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

/// Settings of `pullable.policy.` as a text of their own, which counts key by key before what else
/// is configured, and is held to the same rules.
final class PolicyDocument {
  static final String KEY = "policy.yaml";

  private static final String PREFIX = "pullable.policy";
  private static final String OWN = PREFIX + ".config-map";

  private final PropertySourceLoader yaml = new BoundedYamlLoader();
  private final ConfigurableEnvironment environment;

  PolicyDocument(ConfigurableEnvironment environment) {
    this.environment = environment;
  }

  /// What the text and the rest of the configuration come to together.
  ///
  /// @throws RuntimeException of the kinds that the analyzers of a failed start know
  /// @throws IOException if the text cannot be read
  PullableProperties.Policy bind(String text) throws IOException {
    // Property sources are equal by name.
    MapPropertySource written = new MapPropertySource(KEY, settings(text));
    List<PropertySource<?>> sources = new ArrayList<>(List.of(written));
    environment.getPropertySources().forEach(sources::add);
    sources.removeIf(ConfigurationPropertySources::isAttachedConfigurationPropertySource);
    Iterable<ConfigurationPropertySource> properties = ConfigurationPropertySources.from(sources);
    return new Binder(properties, new PropertySourcesPlaceholdersResolver(environment))
        .bindOrCreate(
            PREFIX,
            Bindable.of(PullableProperties.Policy.class),
            new NoUnboundElementsBindHandler(
                BindHandler.DEFAULT, source -> written.equals(source.getUnderlyingSource())));
  }

  private Map<String, Object> settings(String text) throws IOException {
    ByteArrayResource resource = new ByteArrayResource(text.getBytes(StandardCharsets.UTF_8), KEY);
    Map<String, Object> settings = new LinkedHashMap<>();
    for (PropertySource<?> document : yaml.load(KEY, resource)) {
      if (document instanceof EnumerablePropertySource<?> keys) {
        for (String key : keys.getPropertyNames()) {
          settings.put(PREFIX + "." + key, document.getProperty(key));
        }
      }
    }
    if (settings.containsKey(OWN)) {
      throw new InvalidConfigurationPropertyValueException(
          OWN, settings.get(OWN), "Where this text comes from cannot be said in it.");
    }
    return settings;
  }
}
