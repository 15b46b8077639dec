package dev.pullable.registry.jib;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.frontend.CredentialRetrieverFactory;
import com.google.cloud.tools.jib.registry.credentials.CredentialRetrievalException;
import dev.pullable.credential.Credential;
import dev.pullable.credential.NodeCredentialSource;
import dev.pullable.credential.Secret;
import dev.pullable.deadline.Deadline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// What `docker login` and the like have left on a developer's machine: the docker config, and the
/// credential helpers that it names. Each repository's registry is looked up once.
public final class UserCredentials implements NodeCredentialSource {
  private static final String CONFIG = "config.json";

  private final List<Path> files;
  private final Consumer<String> problems;
  private final Map<String, List<Credential>> found = new ConcurrentHashMap<>();

  /// @param files docker configs, the first that has a credential counting
  /// @param problems told, in a sentence, what could not be read
  public UserCredentials(List<Path> files, Consumer<String> problems) {
    this.problems = problems;
    this.files = files.stream().filter(Files::isRegularFile).filter(this::isReadable).toList();
  }

  /// Where docker and podman keep them.
  public static List<Path> files(Map<String, String> environment, Path home) {
    List<Path> files = new ArrayList<>();
    String docker = environment.getOrDefault("DOCKER_CONFIG", "");
    files.add((docker.isEmpty() ? home.resolve(".docker") : Path.of(docker)).resolve(CONFIG));
    String auth = environment.getOrDefault("REGISTRY_AUTH_FILE", "");
    String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
    if (!auth.isEmpty()) {
      files.add(Path.of(auth));
    } else if (!runtime.isEmpty()) {
      files.add(Path.of(runtime, "containers", "auth.json"));
    }
    return files;
  }

  @Override
  public Answer lookup(String repository, Deadline deadline) {
    String host = repository.substring(0, repository.indexOf('/'));
    return new Known(found.computeIfAbsent(host, this::retrieve));
  }

  private List<Credential> retrieve(String host) {
    for (Path file : files) {
      try {
        Optional<com.google.cloud.tools.jib.api.Credential> credential =
            CredentialRetrieverFactory.forImage(ImageReference.parse(image(host)), _ -> {})
                .dockerConfig(file)
                .retrieve();
        if (credential.isPresent() && credential.get().isOAuth2RefreshToken()) {
          problems.accept("%s has an identity token for %s, and no password".formatted(file, host));
        } else if (credential.isPresent()) {
          return List.of(ours(credential.get(), host));
        }
      } catch (CredentialRetrievalException | InvalidImageReferenceException e) {
        // Its text may quote what a helper printed.
        problems.accept("%s gives no credential for %s".formatted(file, host));
      }
    }
    return List.of();
  }

  /// Jib takes one that is no JSON for one without credentials.
  private boolean isReadable(Path file) {
    try {
      if (new ObjectMapper().readTree(Files.readAllBytes(file)).isObject()) {
        return true;
      }
    } catch (IOException _) {
      // Told below: its text may quote the file.
    }
    problems.accept(file + " cannot be read as a docker config");
    return false;
  }

  /// Docker Hub's entry is another host's than its images'.
  private static String image(String host) {
    return host.equals("docker.io") ? "library/any" : host + "/any";
  }

  private static Credential ours(com.google.cloud.tools.jib.api.Credential theirs, String host) {
    return new Credential(
        theirs.getUsername(),
        new Secret(theirs.getPassword()),
        new Credential.Source(Credential.Origin.USER_CONFIG, CONFIG, host));
  }
}
