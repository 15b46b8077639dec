package dev.pullable.cli;

import dev.pullable.cli.ReadWorkloads.Parsed;
import dev.pullable.policy.ReasonsPage;
import dev.pullable.registry.RegistryEvents;
import dev.pullable.resolution.Resolution;
import dev.pullable.review.Review;
import dev.pullable.workload.ContainerImage;
import dev.pullable.workload.Workload;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `check`: what the webhook would say of manifests, before they are applied.
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Check whether the images of Kubernetes manifests can be pulled.",
      "Without a cluster the credentials are those of your docker config."
    },
    footer = {
      "",
      "Exit code: 0 all fine; 1 findings at or above --fail-on; 2 the input or an option is wrong.",
      "",
      "  pullable check deploy/",
      "  kubectl kustomize overlays/prod | pullable check - --context prod",
      "  pullable check 'apps/**/*.yaml' -o sarif > pullable.sarif",
      "  pullable check deploy/ --pin"
    })
public final class CheckCommand implements Callable<Integer> {
  private static final int FINDINGS = 1;

  private final Engines engines;
  private final InputStream in;
  private final OutputStream out;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Files, directories, quoted globs, or - for the standard input.")
  private List<String> arguments;

  @Option(
      names = {"-o", "--output"},
      defaultValue = "text",
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private OutputFormat format;

  @Option(
      names = "--fail-on",
      defaultValue = "deny",
      paramLabel = "SEVERITY",
      converter = FailOn.class,
      description = "The least severity that fails: deny or warn (default: ${DEFAULT-VALUE}).")
  private Severity failOn;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAMESPACE",
      description = "That of objects which name none.")
  private @Nullable String namespace;

  @Option(
      names = "--pod-template",
      paramLabel = "KIND[.GROUP]=PATH",
      description =
          "Where objects of a further kind have their Pod template, such as"
              + " Rollout.example.com=spec.template. Those of Argo Rollouts, Knative, OpenKruise,"
              + " OpenShift and JobSet are known.")
  private Map<String, String> podTemplates = new HashMap<>();

  @Option(
      names = "--pin",
      arity = "0..1",
      paramLabel = "MODE",
      fallbackValue = "in-place",
      converter = PinMode.class,
      description =
          "Write each image's digest beside its tag: in-place (the default; that of - goes to the"
              + " standard output) or patch (a diff on the standard output).")
  private Pins.@Nullable Mode pin;

  @Option(
      names = "--timeout",
      defaultValue = "30",
      paramLabel = "SECONDS",
      description = "How long the images of one object may take (default: ${DEFAULT-VALUE}).")
  private int timeout;

  @Option(
      names = "--reasons-url",
      paramLabel = "URL",
      description = "Where findings send their readers: a page with a section for each reason.")
  private @Nullable String reasonsUrl;

  @Mixin private ClusterOptions cluster;
  @Mixin private ColorOption color;

  /// The command, before picocli has filled in its options.
  ///
  /// @param in read only for `-`
  @SuppressWarnings("NullAway.Init")
  public CheckCommand(Engines engines, InputStream in, OutputStream out) {
    this.engines = engines;
    this.in = in;
    this.out = out;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (timeout < 1) {
      throw new ParameterException(spec.commandLine(), "--timeout must be at least 1");
    }
    long start = System.nanoTime();
    ReadInputs inputs = ManifestInputs.read(arguments, in);
    EngineOptions options =
        cluster.options(
            new ClusterSource.None(), podTemplates, Facts.of(inputs), RegistryEvents.NONE);
    // Either takes as long as the other before its first use.
    List<InputProblem> unread = new ArrayList<>(inputs.problems());
    FutureTask<List<Parsed>> parsing =
        new FutureTask<>(() -> ReadWorkloads.parse(inputs.objects(), unread));
    Thread.ofPlatform().daemon().name("manifests").start(parsing);
    CheckResult checked;
    try (Engine engine = engines.open(options)) {
      checked = check(engine, inputs, parsing.get(), unread, start);
    } catch (ExecutionException e) {
      throw new IllegalStateException("reading the manifests failed", e.getCause());
    }
    if (options.cluster() instanceof ClusterSource.None
        && checked.workloads().stream().anyMatch(CheckCommand::isForWantOfACluster)) {
      tell("No cluster was asked: the credentials are those of your docker config, if any.");
    }
    List<InputProblem> problems = new ArrayList<>(checked.problems());
    if (pin == null) {
      report(checked, out);
    } else {
      // What is pinned has the standard output for itself.
      problems.addAll(pin(pin, checked, inputs));
    }
    return code(checked, problems);
  }

  private CheckResult check(
      Engine engine, ReadInputs inputs, List<Parsed> parsed, List<InputProblem> unread, long start)
      throws InterruptedException {
    String standard = Optional.ofNullable(namespace).orElseGet(engine::namespace);
    ReadWorkloads read = ReadWorkloads.of(parsed, engine.reader(), standard);
    List<InputProblem> problems = new ArrayList<>(unread);
    problems.addAll(read.problems());
    List<Workload> workloads = read.workloads();
    List<CheckedWorkload> checked = new ArrayList<>();
    try (Progress progress = Progress.of(images(workloads), spec.commandLine().getErr())) {
      List<Review> reviews =
          new Reviews(engine.reviewer(), Duration.ofSeconds(timeout))
              .of(
                  workloads,
                  done ->
                      done.images().stream().map(ContainerImage::image).forEach(progress::done));
      for (int i = 0; i < reviews.size(); i++) {
        checked.add(new CheckedWorkload(read.objects().get(i), reviews.get(i)));
      }
    }
    return new CheckResult(
        checked,
        problems,
        inputs.objects().size(),
        inputs.files(),
        Duration.ofNanos(System.nanoTime() - start));
  }

  private static int images(List<Workload> workloads) {
    return workloads.stream().mapToInt(it -> it.images().size()).sum();
  }

  private void report(CheckResult checked, OutputStream to) {
    ReasonsPage page = reasonsUrl == null ? ReasonsPage.DEFAULT : new ReasonsPage(reasonsUrl);
    PrintWriter writer =
        new PrintWriter(
            new OutputStreamWriter(new BufferedOutputStream(to), StandardCharsets.UTF_8));
    format
        .report(new ReportOptions(color.ansi(), page, failOn, Path.of("").toAbsolutePath()))
        .write(checked, writer);
    writer.flush();
  }

  private List<InputProblem> pin(Pins.Mode mode, CheckResult checked, ReadInputs inputs)
      throws IOException {
    Pins.Pinned pinned = Pins.apply(checked.workloads(), inputs, mode, out);
    PrintWriter err = spec.commandLine().getErr();
    checked.problems().forEach(it -> err.println(it.place() + ": " + it.problem()));
    pinned.problems().forEach(it -> err.println(it.place() + ": " + it.problem()));
    pinned.notPinned().forEach(it -> err.println(it.place() + ": not pinned, since " + it.why()));
    tell(
        "%s pinned in %s"
            .formatted(count(pinned.images(), "image"), count(pinned.files(), "file")));
    return pinned.problems();
  }

  private static String count(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  /// Aside, where no program reads it as a result.
  private void tell(String sentence) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(sentence);
    err.flush();
  }

  private static boolean isForWantOfACluster(CheckedWorkload checked) {
    return checked.review().resolutions().values().stream()
        .anyMatch(it ->
            it instanceof Resolution.Inconclusive some
                && some.doubt() == Resolution.Doubt.CLUSTER_UNREADABLE);
  }

  private int code(CheckResult checked, List<InputProblem> problems) {
    if (!problems.isEmpty()) {
      return ExitCode.USAGE;
    }
    boolean found =
        checked.findings().stream().anyMatch(it -> it.severity().compareTo(failOn) <= 0);
    return found ? FINDINGS : ExitCode.OK;
  }
}
