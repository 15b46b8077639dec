package dev.pullable.node;

import dev.pullable.deadline.Deadline;
import dev.pullable.node.PluginProcess.Outcome;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs plugins, a few at a time, by absolute path from one directory.
///
/// A plugin keeps its place until it has ended and nobody listens to it any more, so that the
/// threads that listen are bounded, whatever it leaves behind.
final class PluginRunner {
  private static final Logger log = LoggerFactory.getLogger(PluginRunner.class);

  /// A pipe takes a page at once, whatever else the user has in pipes (pipe(7)).
  private static final int LARGEST_REQUEST = 4096;

  private final PluginSettings settings;
  private final Semaphore free;

  PluginRunner(PluginSettings settings) {
    this.settings = settings;
    this.free = new Semaphore(settings.processes());
  }

  /// Runs a plugin until it has answered, the timeout is over or the deadline, whichever is first.
  Outcome run(CredentialProvider provider, String request, Deadline deadline) {
    byte[] input = request.getBytes(StandardCharsets.UTF_8);
    if (input.length > LARGEST_REQUEST) {
      return new Outcome.Failed("is not asked about so long a name");
    }
    try {
      if (!free.tryAcquire(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
        return new Outcome.Overdue();
      }
      return runNow(provider, input, deadline);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Outcome.Overdue();
    }
  }

  private Outcome runNow(CredentialProvider provider, byte[] input, Deadline deadline)
      throws InterruptedException {
    PluginProcess process;
    try {
      process = start(provider);
    } catch (IOException e) {
      free.release();
      log.warn("The credential provider plugin {} cannot be started", provider.name(), e);
      return new Outcome.Failed("cannot be started");
    } catch (RuntimeException | Error e) {
      free.release();
      throw e;
    }
    try {
      Outcome outcome = process.talk(input, within(deadline));
      boolean overdue = outcome instanceof Outcome.Overdue && !deadline.isOver();
      return overdue ? new Outcome.Failed("took longer than it may") : outcome;
    } finally {
      process.kill();
      if (log.isDebugEnabled()) {
        log.debug("The plugin {} wrote to its standard error: {}", provider, process.complaint());
      }
      process.whenGone(free::release);
    }
  }

  private Deadline within(Deadline deadline) {
    Duration left = deadline.remaining();
    return left.compareTo(settings.timeout()) < 0 ? deadline : Deadline.in(settings.timeout());
  }

  private PluginProcess start(CredentialProvider provider) throws IOException {
    List<String> command = new ArrayList<>();
    // Not resolved as a path: that throws for letters which the platform's locale lacks.
    command.add(settings.directory() + "/" + provider.name());
    command.addAll(provider.args());
    ProcessBuilder builder = new ProcessBuilder(command).directory(new File("/"));
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.putAll(settings.environment());
    environment.putAll(provider.env());
    return heard(builder.start());
  }

  /// A program that gets no thread to be heard by must not go on.
  private static PluginProcess heard(Process process) {
    try {
      return new PluginProcess(process);
    } catch (RuntimeException | Error e) {
      process.destroyForcibly();
      throw e;
    }
  }
}
