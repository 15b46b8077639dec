package dev.pullable;

import dev.pullable.app.WebhookApplication;
import dev.pullable.cli.CertsCommand;
import dev.pullable.cli.Version;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Unmatched;

/// The program: `serve` is the webhook, the others work from a terminal.
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    int code = commandLine(WebhookApplication::run).execute(args);
    // Not after a success: `serve` returns while its server runs.
    if (code != ExitCode.OK) {
      System.exit(code);
    }
  }

  /// The commands.
  ///
  /// @param server what `serve` starts with its arguments
  static CommandLine commandLine(Consumer<String[]> server) {
    return new CommandLine(new Pullable())
        .addSubcommand(new Serve(server))
        .addSubcommand(new CertsCommand(InstantSource.system()))
        // A file of arguments would be picocli's own syntax, within Spring's arguments too.
        .setExpandAtFiles(false)
        .setExecutionExceptionHandler(Main::failed);
  }

  private static int failed(
      Exception cause, CommandLine command, CommandLine.ParseResult arguments) {
    command.getErr().println(command.getCommandSpec().qualifiedName() + ": " + cause.getMessage());
    command.getErr().flush();
    return ExitCode.SOFTWARE;
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
