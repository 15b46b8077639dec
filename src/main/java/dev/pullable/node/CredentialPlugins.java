package dev.pullable.node;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.pullable.credential.Credential;
import dev.pullable.credential.Keyring;
import dev.pullable.credential.NodeCredentialSource;
import dev.pullable.credential.ProvidedCredentials;
import dev.pullable.deadline.Deadline;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The kubelet's credential provider plugins as a source of credentials: those of its
/// `CredentialProviderConfig` whose `matchImages` match are asked in the order of the file, and
/// their answers joined into one keyring.
public final class CredentialPlugins implements NodeCredentialSource {
  private static final Logger log = LoggerFactory.getLogger(CredentialPlugins.class);
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final Path file;
  private final PluginRunner runner;
  private final Executor threads;
  private final Ticker ticker;
  private final ReloadedFile<State> config;

  private sealed interface State {
    record Usable(List<CredentialPlugin> plugins) implements State {}

    record Unusable() implements State {}
  }

  /// @param file the mounted `CredentialProviderConfig`
  /// @param threads runs one task for each question to a plugin; a virtual thread each is meant
  public CredentialPlugins(Path file, PluginSettings settings, Executor threads) {
    this(file, settings, threads, INTERVAL, Ticker.systemTicker());
  }

  CredentialPlugins(
      Path file, PluginSettings settings, Executor threads, Duration interval, Ticker ticker) {
    this.file = file;
    this.runner = new PluginRunner(settings);
    this.threads = threads;
    this.ticker = ticker;
    this.config =
        new ReloadedFile<>(
            file, CredentialProviderConfig.LARGEST, interval, ticker::read, this::state);
  }

  @Override
  public Answer lookup(String repository, Deadline deadline) {
    return switch (config.current()) {
      case State.Unusable() ->
          new Unknown("the credential provider config of the nodes cannot be read");
      case State.Usable(List<CredentialPlugin> plugins) -> ask(plugins, repository, deadline);
    };
  }

  private static Answer ask(List<CredentialPlugin> plugins, String repository, Deadline deadline) {
    List<ProvidedCredentials> provided = new ArrayList<>();
    StringJoiner doubts = new StringJoiner("; ");
    for (CredentialPlugin plugin : plugins) {
      if (plugin.provider().serves(repository)) {
        String name = "the credential provider plugin " + plugin.provider().name() + " ";
        switch (answer(plugin, repository, deadline)) {
          case PluginAnswer.Provided(ProvidedCredentials credentials) -> provided.add(credentials);
          case PluginAnswer.Failed(String why) -> doubts.add(name + why);
          case PluginAnswer.OutOfTime() -> doubts.add(name + "has not answered in time");
        }
      }
    }
    List<Credential> credentials = Keyring.ofProviders(provided).lookup(repository);
    return doubts.length() == 0
        ? new Known(credentials)
        : new Unknown(credentials, doubts.toString());
  }

  /// Nobody here has a token of the Pod's ServiceAccount that is made for the plugin.
  private static PluginAnswer answer(
      CredentialPlugin plugin, String repository, Deadline deadline) {
    return plugin.provider().needsServiceAccountToken()
        ? new PluginAnswer.Failed("is given a token of the Pod's service account by the nodes only")
        : plugin.ask(repository, deadline);
  }

  private State state(ReloadedFile.Content content) {
    return switch (content) {
      case ReloadedFile.Content.Unreadable(String detail) -> unusable(detail);
      case ReloadedFile.Content.Bytes bytes ->
          switch (CredentialProviderConfig.read(bytes.toArray())) {
            case CredentialProviderConfig.Invalid(List<String> problems) ->
                unusable("is not valid: " + String.join("; ", problems));
            case CredentialProviderConfig.Valid(List<CredentialProvider> providers) ->
                new State.Usable(providers.stream().map(this::plugin).toList());
          };
    };
  }

  private CredentialPlugin plugin(CredentialProvider provider) {
    return new CredentialPlugin(provider, runner, threads, ticker);
  }

  /// No kubelet would start with it, and so none has been started with it.
  private State unusable(String detail) {
    log.warn(
        "The credential provider config {} {}: which plugins are run is unknown", file, detail);
    return new State.Unusable();
  }
}
