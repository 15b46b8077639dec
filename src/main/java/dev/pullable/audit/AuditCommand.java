package dev.pullable.audit;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `audit`: a pass over everything that runs in a cluster, once and from a terminal.
@Command(
    name = "audit",
    description = {
      "Find the images of what runs that could not be pulled again.",
      "It reads Pods, their owners, ServiceAccounts, pull secrets and Nodes, and changes nothing."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:nothing at or above --fail-on",
      "1:something at or above --fail-on",
      "2:no audit, or a file that could not be written"
    })
public final class AuditCommand implements Callable<Integer> {
  private static final Pattern NAMESPACE =
      Pattern.compile("(?=.{1,63}$)[a-z0-9](?:[-a-z0-9]*[a-z0-9])?");
  private static final int FINDINGS = 1;

  private final Audits audits;

  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help message and exit.")
  // picocli acts on it.
  @SuppressWarnings("UnusedVariable")
  private boolean help;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAMESPACE",
      description = "Look at this namespace only; may be given several times.")
  private List<String> namespaces = List.of();

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "The cluster's kubeconfig; found as kubectl finds it where it is not given.")
  private @Nullable Path kubeconfig;

  @Option(
      names = "--context",
      paramLabel = "CONTEXT",
      description = "One of the kubeconfig's contexts; its current one where it is not given.")
  private @Nullable String context;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "A file of the server's settings, with pullable: at its top.")
  private @Nullable Path settings;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write the report as a page that needs no network.")
  private @Nullable Path html;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the report for programs.")
  private @Nullable Path json;

  @Option(
      names = "--fail-on",
      defaultValue = "unpullable",
      paramLabel = "unpullable|doubt|never",
      description = "From which outcome on the exit code is 1 (default: ${DEFAULT-VALUE}).")
  private String failOn;

  /// The command, before picocli has filled in its options.
  @SuppressWarnings("NullAway.Init")
  public AuditCommand(Audits audits) {
    this.audits = audits;
  }

  @Override
  public Integer call() {
    checkOptions();
    try {
      AuditReport report = audits.run(options());
      write(report);
      new TextSummary(report, spec.commandLine().getOut()).print();
      return exitCode(report);
    } catch (UnusableAuditException e) {
      return failed(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      // A file system's exception says in its text which file, in its class what was wrong.
      return failed("cannot write: " + e.getClass().getSimpleName() + ": " + e.getMessage());
    }
  }

  private void checkOptions() {
    if (!Set.of("unpullable", "doubt", "never").contains(failOn.toLowerCase(Locale.ROOT))) {
      throw refused("--fail-on must be unpullable, doubt or never, not " + quoted(failOn));
    }
    for (String namespace : namespaces) {
      if (!NAMESPACE.matcher(namespace).matches()) {
        throw refused(
            "--namespace must be of lower case letters, digits and dashes, not "
                + quoted(namespace));
      }
    }
    // Before minutes are spent on what nobody will get.
    checkTarget("--html", html);
    checkTarget("--json", json);
  }

  private void checkTarget(String option, @Nullable Path file) {
    Path directory = file == null ? null : file.toAbsolutePath().getParent();
    if (file != null
        && (Files.isDirectory(file) || directory == null || !Files.isDirectory(directory))) {
      throw refused(
          option + " must be a file in a directory that exists, not " + quoted(file.toString()));
    }
  }

  private AuditOptions options() {
    return new AuditOptions(
        Set.copyOf(namespaces),
        Optional.ofNullable(kubeconfig),
        Optional.ofNullable(context),
        Optional.ofNullable(settings));
  }

  private void write(AuditReport report) throws IOException {
    if (html != null) {
      ReportFile.write(html, report, HtmlReport::write);
    }
    if (json != null) {
      ReportFile.write(json, report, JsonReport::write);
    }
  }

  private int exitCode(AuditReport report) {
    boolean unpullable = report.count(Outcome.UNPULLABLE) > 0;
    boolean doubt = report.count(Outcome.DOUBT) > 0;
    boolean failed =
        switch (failOn.toLowerCase(Locale.ROOT)) {
          case "unpullable" -> unpullable;
          case "doubt" -> unpullable || doubt;
          default -> false;
        };
    return failed ? FINDINGS : ExitCode.OK;
  }

  private ParameterException refused(String problem) {
    return new ParameterException(spec.commandLine(), problem);
  }

  private static String quoted(String value) {
    return '"' + Markup.visible(value) + '"';
  }

  private int failed(String problem) {
    PrintWriter text = spec.commandLine().getErr();
    text.println("pullable audit: " + Markup.visible(problem));
    text.flush();
    return ExitCode.USAGE;
  }
}
