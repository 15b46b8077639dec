package dev.pullable.app;

import dev.pullable.yaml.BoundedYaml;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.springframework.boot.env.PropertySourceLoader;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.Resource;

/// The application's own YAML, within bounds: Spring Boot's loader sets none on aliases, so that a
/// few lines would take all memory there is.
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class BoundedYamlLoader implements PropertySourceLoader {
  private final PropertySourceLoader yaml = new YamlPropertySourceLoader();

  @Override
  public String[] getFileExtensions() {
    return yaml.getFileExtensions();
  }

  @Override
  public List<PropertySource<?>> load(String name, Resource resource) throws IOException {
    check(resource);
    return yaml.load(name, resource);
  }

  private static void check(Resource resource) throws IOException {
    try (InputStream in = resource.getInputStream()) {
      BoundedYaml documents = new BoundedYaml(in.readNBytes(BoundedYaml.MAX_BYTES + 1));
      while (documents.hasNext()) {
        documents.next();
      }
    } catch (YamlEngineException e) {
      throw new IllegalArgumentException(
          resource.getDescription() + " is " + BoundedYaml.problem(e));
    }
  }
}
