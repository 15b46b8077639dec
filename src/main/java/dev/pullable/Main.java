package dev.pullable;

import dev.pullable.app.CommandAudits;
import dev.pullable.app.CommandEngines;
import dev.pullable.app.Setting;
import dev.pullable.app.WebhookApplication;
import dev.pullable.audit.AuditCommand;
import dev.pullable.cli.CertsCommand;
import dev.pullable.cli.CheckCommand;
import dev.pullable.cli.ExplainCommand;
import dev.pullable.cli.UnusableOptionException;
import dev.pullable.cli.Version;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.TextTable;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Unmatched;

/// The program: `serve` is the webhook, the others work from a terminal.
public final class Main {
  private static final String HELP = "help";
  private static final int WIDTH = 100;
  private static final int INDENT = 6;

  private Main() {}

  public static void main(String[] args) {
    int code = commandLine(WebhookApplication::run, args).execute(args);
    // Not after a success: `serve` returns while its server runs.
    if (code != ExitCode.OK) {
      System.exit(code);
    }
  }

  /// The commands.
  ///
  /// @param server what `serve` starts with its arguments
  static CommandLine commandLine(Consumer<String[]> server) {
    return commandLine(server, new String[0]);
  }

  /// The command that is named first, or else all: to look at the options of all of them takes a
  /// good part of what a check takes.
  private static CommandLine commandLine(Consumer<String[]> server, String[] args) {
    Map<String, Supplier<Object>> all = commands(server);
    CommandLine commandLine = new CommandLine(new Pullable());
    String first = args.length == 0 ? "" : args[0];
    Collection<Supplier<Object>> wanted =
        all.containsKey(first) && !first.equals(HELP) ? List.of(all.get(first)) : all.values();
    wanted.forEach(command -> commandLine.addSubcommand(command.get()));
    return commandLine
        .setCaseInsensitiveEnumValuesAllowed(true)
        // A file of arguments would be picocli's own syntax, within Spring's arguments too.
        .setExpandAtFiles(false)
        .setExecutionExceptionHandler(Main::failed);
  }

  private static Map<String, Supplier<Object>> commands(Consumer<String[]> server) {
    Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
    commands.put("serve", () -> serve(server));
    commands.put(
        "check", () -> new CheckCommand(new CommandEngines(Main::aside), System.in, System.out));
    commands.put("explain", () -> new ExplainCommand(new CommandEngines(Main::aside)));
    commands.put("audit", () -> new AuditCommand(new CommandAudits(Main::aside)));
    commands.put("certs", () -> new CertsCommand(InstantSource.system()));
    // Not by a reference to its constructor: picocli is compiled for an old Java, and the AOT cache
    // of
    // JDK 25 cannot hold a handle to its classes (a crash in archiveHeapWriter.cpp).
    commands.put(HELP, () -> new CommandLine.HelpCommand());
    return commands;
  }

  private static CommandLine serve(Consumer<String[]> server) {
    CommandLine serve = new CommandLine(new Serve(server));
    serve.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_FOOTER, Main::settings);
    return serve;
  }

  /// Every setting with its meaning, as the last part of a help.
  private static String settings(Help help) {
    TextTable table =
        TextTable.forColumns(help.colorScheme(), new Column(WIDTH, INDENT, Column.Overflow.WRAP));
    for (Setting setting : Setting.all()) {
      String standard = setting.standard().isEmpty() ? "none" : setting.standard();
      table.addRowValues(setting.argument());
      table.addRowValues("  " + setting.meaning());
      table.addRowValues("  Default: " + standard);
    }
    return System.lineSeparator()
        + "Settings, each with an example (in the environment: PULLABLE_TLS_CAFILE for the last):"
        + System.lineSeparator()
        + table;
  }

  /// What the surroundings do not tell is said once each, aside.
  private static void aside(String problem) {
    System.err.println("pullable: " + problem);
  }

  private static int failed(
      Exception cause, CommandLine command, CommandLine.ParseResult arguments) {
    int code = cause instanceof UnusableOptionException ? ExitCode.USAGE : ExitCode.SOFTWARE;
    command.getErr().println(command.getCommandSpec().qualifiedName() + ": " + cause.getMessage());
    command.getErr().flush();
    return code;
  }

  @Command(
      name = "pullable",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      synopsisSubcommandLabel = "COMMAND",
      description = "Predicts whether the images of Kubernetes workloads can be pulled.")
  private static final class Pullable {}

  @Command(
      name = "serve",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      description = {
        "Serve the admission webhook.",
        "Arguments are Spring Boot's, such as --server.port=8443."
      },
      customSynopsis = "pullable serve [-hV] [SPRING ARGUMENT...]")
  private static final class Serve implements Runnable {
    private final Consumer<String[]> server;

    @Unmatched private List<String> arguments = new ArrayList<>();

    Serve(Consumer<String[]> server) {
      this.server = server;
    }

    @Override
    public void run() {
      server.accept(arguments.toArray(String[]::new));
    }
  }
}
