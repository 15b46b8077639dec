package dev.pullable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pullable.app.PullableProperties;
import dev.pullable.app.Setting;
import dev.pullable.app.WebhookApplication;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/// What a start does with settings, right ones and wrong ones.
@ExtendWith(OutputCaptureExtension.class)
class ConfigurationTest {
  /// Their examples need an API server, or files. What does not go with a directory for a cluster,
  /// or makes the stop wait.
  private static final Set<String> LEFT_OUT =
      Set.of(
          "pullable.audit.enabled",
          "pullable.cluster.mode",
          "pullable.cluster.directory",
          "pullable.cluster.secrets",
          "pullable.cluster.namespaces",
          "pullable.lifecycle.drain",
          "pullable.metrics.webhook-configuration",
          "pullable.nodes.credential-provider-environment",
          "pullable.policy.config-map",
          "pullable.tls.mode",
          "pullable.tls.webhook-configuration",
          "pullable.tls.client-names");

  @TempDir private Path dir;

  @BeforeEach
  void cluster() throws IOException {
    Files.createDirectories(dir.resolve("cluster"));
    Files.writeString(dir.resolve("file"), "no certificate");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pullable.registres.plain-http=x|did you mean pullable.registries.plain-http?",
        "pullable.tls.ca-fiel=x|did you mean pullable.tls.ca-file?",
        "pullable.nothing-like-it-at-all-in-here=x|serve --help",
        "pullable.policy.enforce.more=x|--pullable.policy.enforce=off",
        "pullable.registries.trusted-realms=reg.example.com|[reg.example.com]=auth.example.org",
        "pullable.admission.margin=abc|Example: --pullable.admission.margin=500ms",
        "pullable.admission.margin=-1s|above zero",
        "pullable.admission.reasons-url=http://docs.example.com|must be an https URL",
        "pullable.admission.reasons-url=https://docs.example.com/#x|without a fragment",
        "pullable.registries.connect-timeout=5 parsecs|Default: 2s",
        "pullable.lifecycle.warm-up=-1s|zero or more",
        "pullable.lifecycle.drain=-1s|zero or more",
        "pullable.lifecycle.drain=soon|--pullable.lifecycle.drain=10s",
        "pullable.policy.concern=denyy|deny, warn or audit",
        "pullable.policy.enforce=pined|pinned (whatever has no digest, too)",
        "pullable.policy.actions=TagNotFound|--pullable.policy.actions[TagNotFound]=warn",
        "pullable.policy.exempt.namespace=x|did you mean pullable.policy.exempt.namespaces?",
        "pullable.policy.exempt.namespaces=a,,b|An element is empty.",
        "pullable.policy.exempt.users=a,,b|An element is empty.",
        "pullable.policy.exempt.runtime-classes=a,,b|An element is empty.",
        "pullable.policy.exempt.images=nginx|such as docker.io/library/nginx",
        "pullable.policy.exempt.images=docker.io/a b|It exempts nothing: it is made of",
        "pullable.policy.max-image-size=huge|--pullable.policy.max-image-size=2GB",
        "pullable.policy.max-image-size=0B|It must be above zero, such as 2GB.",
        "pullable.policy.max-image-age=-1d|a duration above zero",
        "pullable.policy.config-map=pullable-policy|It is looked for at an API server",
        "pullable.cluster.mode=cloud|kubernetes (an API server",
        "pullable.audit.enabled=true|What runs is listed by an API server: pullable.cluster.mode",
        "pullable.audit.enabled=maybe|true or false",
        "pullable.audit.interval=59s|It must be from 1m to 7d.",
        "pullable.audit.interval=8d|It must be from 1m to 7d.",
        "pullable.audit.images-per-minute=0|a number from 1 to 100000",
        "pullable.audit.events=maybe|true or false",
        "pullable.cache.tag=-1s|It must be from 0s to 24h.",
        "pullable.cache.stale=25h|It must be from 0s to 24h.",
        "pullable.cache.stale-if-error=long|Default: 1h",
        "pullable.cache.digest=2d|It must be from 0s to 24h.",
        "pullable.cache.missing=16s|It must be from 0s to 15s.",
        "pullable.cache.refused=11s|It must be from 0s to 10s.",
        "pullable.cache.entries=-1|a number from 0 to 100000",
        "pullable.cache.manifest-bytes=1KB|from 1MB to 1GB",
        "pullable.cache.rate-limit-rest=100001|a number from 0 to 100000",
        "pullable.policy.credentials-expire-within=-1s|from 0s to 30d",
        "pullable.policy.credentials-expire-within=31d|from 0s to 30d",
        "pullable.policy.credentials-expire-within=soon|Default: 1h",
        "pullable.metrics.registry-hosts=-1|from 0 to 1000",
        "pullable.metrics.registry-hosts=1001|from 0 to 1000",
        "pullable.metrics.registry-hosts=many|Default: 30",
        "pullable.metrics.webhook-configuration=pullable|It is looked for at an API server",
        "pullable.limits.reviews=0|a number from 1 to 100000",
        "pullable.limits.reviews=many|Default: 256",
        "pullable.limits.review-bytes=6MB|at least 7MB",
        "pullable.limits.review-bytes=3000GB|at most 1GB",
        "pullable.limits.answer-bytes=10KB|from 1MB to 1GB",
        "pullable.limits.images-per-review=-1|a number from 1 to 100000",
        "pullable.limits.per-registry=100001|a number from 1 to 100000",
        "pullable.limits.breaker=maybe|true or false",
        "pullable.nodes.autoscaled=maybe|true or false",
        "pullable.nodes.platforms=linux/amd64,linux/arm/v7/x|linux/arm64",
        "pullable.nodes.platforms=linux/a b|linux/arm64",
        "pullable.nodes.certs-d=DIR/none|There is no DIR/none.",
        "pullable.nodes.certs-d=DIR/file|It is no directory.",
        "pullable.nodes.undeclared-mirrors=maybe|true or false",
        "pullable.nodes.docker-config=DIR/none|There is no DIR/none.",
        "pullable.nodes.docker-config=DIR/cluster|It is no regular file.",
        "pullable.cluster.directory=DIR/none|There is no DIR/none.",
        "pullable.cluster.directory=DIR/file|It is no directory.",
        "pullable.cluster.directory=|needs the path of a directory",
        "pullable.cluster.secrets=some|all, listed (those of pullable.cluster.namespaces) or none",
        "pullable.cluster.secrets=none|leave out of the directory what is not to be read",
        "pullable.cluster.namespaces=shop|only with it: set that, too.",
        "pullable.registries.ca-files=DIR/none|There is no DIR/none.",
        "pullable.registries.ca-files=DIR/file|no certificate in PEM",
        "pullable.registries.allowed=https://docker.io|a host as in references",
        "pullable.registries.denied=docker.io/library|such as docker.io, *.example.com",
        "pullable.registries.search=https://reg.example.com|such as reg.example.com",
        "pullable.registries.search=registry|it is not registry",
        "pullable.registries.allowed-addresses=10.0.0.0/40|its prefix is 0 to 32",
        "pullable.registries.denied-addresses=localhost|neither an IP address nor a CIDR",
        "pullable.registries.denied-addresses=10.1.0.0/8|bits set behind its prefix",
        "pullable.tls.ca-file=DIR/file/ca.crt|cannot be written there",
        "pullable.tls.ca-file=DIR/cluster|cannot be written there",
        "pullable.tls.mode=vault|secret (signed by a CA that all replicas share",
        "pullable.tls.mode=secret|A Secret needs an API server: pullable.cluster.mode=kubernetes",
        "pullable.tls.lifetime=1s|It must be from 1m to 36500d",
        "pullable.tls.ca-lifetime=8d|at least twice pullable.tls.lifetime",
        "pullable.tls.ca-lifetime=36501d|at most 36500d",
        "pullable.tls.webhook-configuration=pullable|Only with pullable.tls.mode=secret",
        "pullable.tls.client-names=a|It needs pullable.tls.client-ca-file",
        "pullable.tls.client-ca-file=DIR/none|There is no DIR/none.",
        "pullable.tls.client-ca-file=DIR/file|no certificate in PEM",
        "pullable.tls.dns=a_b|not a DNS name: 'a_b'",
        "pullable.tls.ip=1.2|not an IP address: '1.2'",
        "pullable.tls.ip=localhost|not an IP address: 'localhost'"
      })
  void aWrongSettingStopsTheStart(String setting, String remedy, CapturedOutput output) {
    String argument = setting.replace("DIR", dir.toString());
    StringWriter err = new StringWriter();

    assertThat(serve(err, "--" + argument)).isEqualTo(1);

    String key = argument.substring(0, argument.indexOf('='));
    String value = argument.substring(argument.indexOf('=') + 1);
    assertThat(output.getAll())
        .contains("APPLICATION FAILED TO START", key, value, "serve --help")
        .contains(remedy.replace("DIR", dir.toString()))
        .doesNotContain("\tat ", "Error creating bean");
    assertThat(err.toString())
        .isEqualTo(
            "pullable serve: the webhook did not start; the log says why" + System.lineSeparator());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "|pullable.tls.certificate-file is not set|needs the path of a PEM file",
        "certificate-file=DIR/file|pullable.tls.private-key-file is not set|needs the path",
        "certificate-file=DIR/none private-key-file=DIR/file|certificate-file = DIR/none|no DIR/none",
        "certificate-file=DIR/file private-key-file=DIR/none|private-key-file = DIR/none|no DIR/none",
        "certificate-file=DIR/file private-key-file=DIR/file|certificate-file = DIR/file|no certificate",
        "ca-file=DIR/ca.crt|pullable.tls.ca-file = DIR/ca.crt|somebody else's CA"
      })
  void mountedFilesThatCannotServeStopTheStart(
      @Nullable String settings, String what, String why, CapturedOutput output) {
    List<String> arguments = new ArrayList<>(List.of("--pullable.tls.mode=files"));
    if (settings != null) {
      for (String setting : settings.replace("DIR", dir.toString()).split(" ")) {
        arguments.add("--pullable.tls." + setting);
      }
    }

    assertThat(serve(new StringWriter(), arguments.toArray(String[]::new))).isEqualTo(1);

    assertThat(output.getAll())
        .contains("APPLICATION FAILED TO START", what.replace("DIR", dir.toString()))
        .contains(why.replace("DIR", dir.toString()))
        .doesNotContain("\tat ", "Error creating bean");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pullable.tls.namespace=A_b|A namespace is up to 63",
        "pullable.policy.config-map=a/b|no ConfigMap can be named a/b",
        "pullable.tls.secret=../x|no Secret can be named",
        "pullable.tls.webhook-configuration=a/b|no ValidatingWebhookConfiguration can be named a/b"
      })
  void aNameThatNothingInTheClusterCanHaveStopsTheStart(
      String setting, String why, CapturedOutput output) {
    assertThat(serve(new StringWriter(), "--pullable.cluster.mode=kubernetes", "--" + setting))
        .isEqualTo(1);

    assertThat(output.getAll())
        .contains("APPLICATION FAILED TO START", setting.replace("=", " = "), why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "config=DIR/file|bin-dir is not set|needs the directory of its plugins here",
        "bin-dir=DIR/cluster|config is not set|needs the file that names its plugins here",
        "config=DIR/file bin-dir=plugins|bin-dir = plugins|must be an absolute path",
        "config=DIR/file bin-dir=DIR/none|bin-dir = DIR/none|There is no DIR/none.",
        "config=DIR/file bin-dir=DIR/file|bin-dir = DIR/file|It is no directory.",
        "config=DIR/none bin-dir=DIR/cluster|config = DIR/none|There is no DIR/none.",
        "config=DIR/cluster bin-dir=DIR/cluster|config = DIR/cluster|It is no regular file.",
        "environment[A]=hush|environment = [A]|It needs pullable.nodes.credential-provider-config",
      })
  void pluginsThatCannotBeRunStopTheStart(
      String settings, String what, String why, CapturedOutput output) {
    List<String> arguments = new ArrayList<>();
    for (String setting : settings.replace("DIR", dir.toString()).split(" ")) {
      arguments.add("--pullable.nodes.credential-provider-" + setting);
    }

    assertThat(serve(new StringWriter(), arguments.toArray(String[]::new))).isEqualTo(1);

    assertThat(output.getAll())
        .contains("APPLICATION FAILED TO START", why.replace("DIR", dir.toString()))
        .contains("pullable.nodes.credential-provider-" + what.replace("DIR", dir.toString()))
        .doesNotContain("\tat ", "Error creating bean", "hush");
  }

  @Test
  void aVariableThatNoProcessCanHaveIsRefusedWithoutItsValue() {
    for (Map<String, String> variables :
        List.of(Map.of("A=", "hush"), Map.of("", "hush"), Map.of("A", "hush\0"))) {
      assertThatThrownBy(() ->
              new PullableProperties.Nodes(
                  List.of(),
                  false,
                  List.of(),
                  null,
                  Path.of("/c"),
                  Path.of("/d"),
                  variables,
                  null,
                  false,
                  false))
          .isInstanceOf(InvalidConfigurationPropertyValueException.class)
          .hasMessageContaining("credential-provider-environment")
          .hasMessageNotContaining("hush");
    }
  }

  @Test
  void namespacesWithoutAnyAreNamed(CapturedOutput output) {
    String[] kubernetes = {
      "--pullable.cluster.mode=kubernetes", "--pullable.cluster.secrets=listed"
    };
    assertThat(serve(new StringWriter(), kubernetes)).isEqualTo(1);
    assertThat(output.getAll())
        .contains("pullable.cluster.namespaces is not set", "list the namespaces here");

    assertThat(
            serve(
                new StringWriter(),
                kubernetes[0],
                kubernetes[1],
                "--pullable.cluster.namespaces=shop,My_Team"))
        .isEqualTo(1);
    assertThat(output.getAll()).contains("My_Team", "lower case letters, digits and dashes");
  }

  @Test
  void aFileOfTheClusterThatCannotBeReadIsNamed(CapturedOutput output) throws IOException {
    Path file = dir.resolve("cluster").resolve("broken.yaml");
    Files.writeString(file, "kind: [\n");

    assertThat(serve(new StringWriter())).isEqualTo(1);

    assertThat(output.getAll())
        .contains("pullable.cluster.directory = ", file + ", document 1: not YAML");
  }

  @Test
  void anActionOfNoReasonIsNamedWithTheNearest(CapturedOutput output) {
    assertThat(serve(new StringWriter(), "--pullable.policy.actions[TagNotFond]=warn"))
        .isEqualTo(1);
    assertThat(output.getAll())
        .contains("pullable.policy.actions = ", "TagNotFond", "did you mean TagNotFound?");

    assertThat(serve(new StringWriter(), "--pullable.policy.actions[TagNotFound]=denyy"))
        .isEqualTo(1);
    assertThat(output.getAll())
        .contains("pullable.policy.actions[TagNotFound] = denyy", "deny, warn or audit");
  }

  @Test
  void aHostThatIsNoneIsNamed(CapturedOutput output) {
    assertThat(serve(new StringWriter(), "--pullable.registries.trusted-realms[a b]=c"))
        .isEqualTo(1);

    assertThat(output.getAll())
        .contains("pullable.registries.trusted-realms = {a b=[c]}", "[reg.example.com]=");
  }

  @Test
  void aPortInUseIsNamed(CapturedOutput output) throws IOException {
    try (ServerSocket other = new ServerSocket(0)) {
      assertThat(serve(new StringWriter(), "--server.port=" + other.getLocalPort())).isEqualTo(1);

      assertThat(output.getAll())
          .contains("Port " + other.getLocalPort() + " was already in use")
          .doesNotContain("\tat ");
    }
  }

  @Test
  void whatKubernetesPutsIntoTheEnvironmentOfAServiceOfOurNameIsNoSetting() {
    Map<String, Object> environment =
        Map.of(
            "PULLABLE_SERVICE_HOST", "10.96.0.17",
            "PULLABLE_SERVICE_PORT", "443",
            "PULLABLE_SERVICE_PORT_HTTPS", "443",
            "PULLABLE_PORT", "tcp://10.96.0.17:443",
            "PULLABLE_PORT_443_TCP", "tcp://10.96.0.17:443",
            "PULLABLE_PORT_443_TCP_PROTO", "tcp",
            "PULLABLE_PORT_443_TCP_PORT", "443",
            "PULLABLE_PORT_443_TCP_ADDR", "10.96.0.17");

    try (var application = start(environment)) {
      assertThat(application.isRunning()).isTrue();
    }
  }

  @Test
  void servicesNamedAsOurGroupsDoNotHinderTheStart() {
    Map<String, Object> environment =
        Map.of(
            "PULLABLE_TLS_SERVICE_HOST", "10.96.0.18",
            "PULLABLE_TLS_PORT", "tcp://10.96.0.18:443",
            "PULLABLE_NODES_PORT_443_TCP_ADDR", "10.96.0.18",
            "PULLABLE_ADMISSION_SERVICE_PORT", "443");

    try (var application = start(environment)) {
      assertThat(application.isRunning()).isTrue();
    }
  }

  @Test
  void theEnvironmentSets() {
    Path ca = dir.resolve("made").resolve("ca.crt");

    try (var application = start(Map.of("PULLABLE_TLS_CAFILE", ca.toString()))) {
      assertThat(application.isRunning()).isTrue();
      assertThat(ca).content().startsWith("-----BEGIN CERTIFICATE-----");
    }
  }

  @Test
  void everyExampleIsTaken() {
    List<String> examples = new ArrayList<>();
    for (Setting setting : Setting.all()) {
      boolean file = setting.example().contains("/etc/") || setting.example().contains("/tmp/");
      if (!file && !LEFT_OUT.contains(setting.key())) {
        examples.add(setting.argument());
      }
    }
    assertThat(examples).hasSizeGreaterThan(10);
    examples.addAll(List.of(arguments()));

    try (var application = WebhookApplication.run(examples.toArray(String[]::new))) {
      assertThat(application.isRunning()).isTrue();
    }
  }

  @Test
  void everySettingIsDocumented() throws IOException {
    String page = Files.readString(Path.of("docs/configuration.md"));

    for (Setting setting : Setting.all()) {
      String standard = setting.standard().isEmpty() ? "" : "`" + setting.standard() + "`";
      assertThat(page)
          .contains(
              "| `%s` | %s | %s | `%s` |"
                  .formatted(setting.key(), setting.meaning(), standard, setting.argument()));
    }
    assertThat(page.lines().filter(line -> line.startsWith("| `pullable.")))
        .hasSize(Setting.all().size());
  }

  private int serve(StringWriter err, String... more) {
    List<String> arguments = new ArrayList<>(List.of("serve"));
    for (String argument : arguments()) {
      String key = argument.substring(0, argument.indexOf('='));
      if (List.of(more).stream().noneMatch(it -> it.startsWith(key + "="))) {
        arguments.add(argument);
      }
    }
    arguments.addAll(List.of(more));
    return Main.commandLine(WebhookApplication::run)
        .setErr(new PrintWriter(err))
        .execute(arguments.toArray(String[]::new));
  }

  private ConfigurableApplicationContext start(Map<String, Object> variables) {
    StandardEnvironment environment = new StandardEnvironment();
    String name = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
    environment
        .getPropertySources()
        .replace(name, new SystemEnvironmentPropertySource(name, variables));
    SpringApplication application = new SpringApplication(WebhookApplication.class);
    application.setEnvironment(environment);
    return application.run(arguments());
  }

  private String[] arguments() {
    return new String[] {
      "--server.port=0",
      "--pullable.cluster.mode=directory",
      "--pullable.cluster.directory=" + dir.resolve("cluster")
    };
  }
}
