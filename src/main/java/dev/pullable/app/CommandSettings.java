package dev.pullable.app;

import dev.pullable.cli.EngineOptions;
import dev.pullable.cli.UnusableOptionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.FileSystemResource;

/// The server's settings for a command: those of its options before those of a file before those of
/// the environment, held to the same rules, without a Spring context.
final class CommandSettings {
  private static final String PREFIX = "pullable";

  private CommandSettings() {}

  /// @throws UnusableOptionException naming the key, the value and what would be right
  static PullableProperties read(EngineOptions options) {
    StandardEnvironment environment = new StandardEnvironment();
    List<PropertySource<?>> written = new ArrayList<>(List.of(of(options)));
    options.settings().ifPresent(file -> written.addAll(load(file)));
    written.reversed().forEach(environment.getPropertySources()::addFirst);
    ConfigurationPropertySources.attach(environment);
    try {
      return Binder.get(environment)
          .bindOrCreate(
              PREFIX,
              Bindable.of(PullableProperties.class),
              new NoUnboundElementsBindHandler(
                  BindHandler.DEFAULT, source -> written.contains(source.getUnderlyingSource())));
    } catch (RuntimeException e) {
      throw new UnusableOptionException(why(e, environment));
    }
  }

  private static MapPropertySource of(EngineOptions options) {
    Map<String, Object> settings = new LinkedHashMap<>(options.overrides());
    if (!options.platforms().isEmpty()) {
      settings.put(PREFIX + ".nodes.platforms", String.join(",", options.platforms()));
    }
    // Where facts come from is said by options of their own, and a server's file says it, too.
    settings.put(PREFIX + ".cluster.mode", "kubernetes");
    return new MapPropertySource("--set", settings);
  }

  private static List<PropertySource<?>> load(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new UnusableOptionException("--config %s: there is no such file".formatted(file));
    }
    try {
      return new BoundedYamlLoader().load(file.toString(), new FileSystemResource(file));
    } catch (IOException | RuntimeException e) {
      throw new UnusableOptionException("--config %s: %s".formatted(file, e.getMessage()));
    }
  }

  private static String why(RuntimeException e, StandardEnvironment environment) {
    List<FailureAnalyzer> analyzers =
        List.of(
            new UnknownSettingAnalyzer(),
            new BadSettingAnalyzer(),
            new RefusedSettingAnalyzer(environment));
    for (FailureAnalyzer analyzer : analyzers) {
      FailureAnalysis analysis = analyzer.analyze(e);
      if (analysis != null) {
        return analysis.getDescription() + "\n\n" + analysis.getAction();
      }
    }
    return String.valueOf(e.getMessage());
  }
}
