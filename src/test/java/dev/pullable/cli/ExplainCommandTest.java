package dev.pullable.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pullable.platform.Platform;
import dev.pullable.policy.Actions;
import dev.pullable.policy.Level;
import dev.pullable.policy.Levels;
import dev.pullable.policy.Limits;
import dev.pullable.policy.Policy;
import dev.pullable.registry.Endpoints;
import dev.pullable.testregistry.Auth;
import dev.pullable.testregistry.TestImages;
import dev.pullable.testregistry.TestRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Help.Ansi;

class ExplainCommandTest {
  private final TestRegistry registry = TestRegistry.start();
  private final ExplainEngine engine =
      new ExplainEngine(new Endpoints(Set.of(registry.authority())))
          .node("node-1", Platform.of("linux", "amd64"));

  @AfterEach
  void stop() {
    registry.close();
  }

  private Transcript explain(String... arguments) {
    return Transcript.of(engine, arguments);
  }

  private String pushed() {
    registry.push("team/app", "1.0", TestImages.image("linux", "amd64"));
    return registry.authority() + "/team/app:1.0";
  }

  @Test
  void jsonTellsTheSame() throws Exception {
    registry.auth("", Auth.bearer().user("ci", "hunter2-secret"));
    engine.pullSecret("regcred", registry.authority(), "ci", "hunter2-secret");

    Transcript transcript = explain(pushed(), "--pull-secret", "regcred", "-o", "json");

    JsonNode json = new ObjectMapper().readTree(transcript.out());
    assertThat(json.at("/reference/repository").asText()).isEqualTo("team/app");
    assertThat(json.at("/pod/namespace").asText()).isEqualTo(ExplainEngine.NAMESPACE);
    assertThat(json.at("/pod/pullSecrets/0/state").asText()).isEqualTo("found");
    assertThat(json.at("/pod/platforms/0/nodes/0").asText()).isEqualTo("node-1");
    assertThat(json.at("/hosts/hosts/0/url").asText()).isEqualTo(registry.uri() + "/v2");
    assertThat(json.at("/credentials/0/outcome").asText()).isEqualTo("was let in");
    assertThat(json.at("/exchanges/0/status").asInt()).isEqualTo(401);
    assertThat(json.at("/exchanges/1/scope").asText()).isEqualTo("repository:team/app:pull");
    assertThat(json.at("/exchanges/1/shown").asText()).isEqualTo("pull secret regcred");
    assertThat(json.at("/exchanges/2/shown").asText()).isEqualTo("a token of pull secret regcred");
    assertThat(json.at("/found/matches/0/outcome").asText()).isEqualTo("served");
    assertThat(json.at("/verdict/outcome").asText()).isEqualTo("admitted");
    assertThat(transcript.code()).isZero();
  }

  @Test
  void whatIsTracedIsWhatWasAsked() throws Exception {
    Transcript transcript = explain(pushed(), "-o", "json");

    JsonNode json = new ObjectMapper().readTree(transcript.out());
    List<String> told =
        json.get("exchanges")
            .valueStream()
            .map(it -> it.get("method").asText() + " " + it.get("url").asText())
            .toList();
    assertThat(told)
        .containsExactlyElementsOf(
            registry.requests().stream()
                .map(request -> request.line().replace(" ", " " + registry.uri()))
                .toList());
  }

  @Test
  void factsComeFromTheKubeconfigIfNothingElseIsSaid() {
    explain(pushed());

    assertThat(engine.asked.getFirst().cluster())
        .isEqualTo(new ClusterSource.Kubeconfig(Optional.empty(), Optional.empty()));
  }

  @Test
  void optionsReachTheEngine() {
    explain(
        pushed(),
        "--cluster-dir",
        "objects",
        "--config",
        "app.yaml",
        "--set",
        "a.b=c=d",
        "--set",
        "e.f=g",
        "--platform",
        "linux/arm64",
        "--platform",
        "linux/arm/v7");

    EngineOptions options = engine.asked.getFirst();
    assertThat(options.cluster()).isEqualTo(new ClusterSource.Directory(Path.of("objects")));
    assertThat(options.settings()).contains(Path.of("app.yaml"));
    assertThat(options.overrides()).isEqualTo(Map.of("a.b", "c=d", "e.f", "g"));
    assertThat(options.platforms()).containsExactly("linux/arm64", "linux/arm/v7");
  }

  @Test
  void kubectlsOwnFlagsReachTheEngine() {
    explain(pushed(), "--context", "prod", "--kubeconfig", "config", "--namespace", "other");

    assertThat(engine.asked.getFirst().cluster())
        .isEqualTo(
            new ClusterSource.Kubeconfig(Optional.of(Path.of("config")), Optional.of("prod")));
  }

  @ParameterizedTest
  @CsvSource({
    "--no-cluster --context prod, --context and --no-cluster",
    "--cluster --cluster-dir objects, --cluster and --cluster-dir",
    "--no-cluster --cluster-dir objects, --cluster-dir and --no-cluster",
    "--kubeconfig config --no-cluster, --kubeconfig and --no-cluster",
    "--pull-policy Sometimes, --pull-policy",
    "--node-selector arm64, --node-selector",
    "-o yaml, --output",
    "--unknown, --unknown"
  })
  void whatCannotBeMeantIsAUsageError(String options, String named) {
    Transcript transcript = explain(("nginx " + options).split(" "));

    assertThat(transcript.code()).isEqualTo(2);
    assertThat(transcript.err()).contains(named);
    assertThat(engine.asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "auto"})
  void whatNamesNoImageIsAUsageError(String image) {
    Transcript transcript = explain(image);

    assertThat(transcript.code()).isEqualTo(2);
    assertThat(transcript.err()).contains("IMAGE names no image");
  }

  @Test
  void settingsThatCannotBeUsedAreAUsageError() {
    Engines unusable =
        _ -> {
          throw new UnusableOptionException("--set pullable.x=1: there is no such setting");
        };

    Transcript transcript = Transcript.of(unusable, "nginx");

    assertThat(transcript.code()).isEqualTo(2);
    assertThat(transcript.err()).contains("--set pullable.x=1: there is no such setting");
  }

  @Test
  void theLevelsOfTheNamespaceAreTold() {
    Levels levels = new Levels(Level.PINNED, Level.TAGGED, Level.OFF);
    engine.policies(_ -> new Policy(levels, Actions.DEFAULT, Limits.NONE));

    Transcript transcript = explain(pushed());

    assertThat(transcript.out())
        .contains("enforce=pinned warn=tagged audit=off", "deny DigestMissing: ");
    assertThat(transcript.code()).isEqualTo(1);
  }

  @Test
  void coloursAreForTerminalsOnly() {
    assertThat(Transcript.of(engine, Ansi.ON, pushed()).out()).contains("\u001b[");
    assertThat(Transcript.of(engine, Ansi.OFF, pushed()).out()).doesNotContain("\u001b");
  }

  @Test
  void whatATerminalWouldActUponIsNotPrinted() {
    Transcript transcript =
        Transcript.of(
            engine, "nginx\u001b[2J\u202e\n", "--service-account", "@|red x|@\u009b31m\u0007");

    assertThat(transcript.out().replace("\n", ""))
        .doesNotContainPattern("[\\p{Cc}\\p{Cf}]")
        .contains("@|red x|@");
  }

  @Test
  void theHelpHasExamples() {
    Transcript transcript = explain("--help");

    assertThat(transcript.out())
        .contains("Usage: explain", "--cluster-dir=DIR", "It would be denied", "-n shop");
  }
}
