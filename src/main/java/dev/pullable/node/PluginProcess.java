package dev.pullable.node;

import dev.pullable.deadline.Deadline;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A running program that is fed once, and heard until its end or a deadline. What it says is read
/// by threads of its own, and no more than is bounded here is kept.
final class PluginProcess {
  /// The largest answer that is taken.
  static final int MOST_OUTPUT = 1 << 20;

  private static final int MOST_ERRORS = 4096;

  private final Process process;
  private final CompletableFuture<byte[]> output;
  private final CompletableFuture<byte[]> errors;

  /// How it ended.
  sealed interface Outcome {
    /// With exit code 0.
    record Succeeded(String output) implements Outcome {}

    /// In any other way.
    ///
    /// @param why to be read after the plugin's name
    record Failed(String why) implements Outcome {}

    /// Not at all before the deadline.
    record Overdue() implements Outcome {}
  }

  PluginProcess(Process process) {
    this.process = process;
    this.output = reader(() -> process.getInputStream().readNBytes(MOST_OUTPUT + 1));
    this.errors = reader(() -> head(process.getErrorStream()));
  }

  /// Hands it its input and waits for its answer.
  ///
  /// @param input less than a page, so that a pipe takes it at once whether or not it is read
  Outcome talk(byte[] input, Deadline deadline) throws InterruptedException {
    feed(input);
    try {
      byte[] answer = output.get(nanos(deadline), TimeUnit.NANOSECONDS);
      if (answer.length > MOST_OUTPUT) {
        return new Outcome.Failed("wrote more than 1 MiB");
      }
      if (!process.waitFor(nanos(deadline), TimeUnit.NANOSECONDS)) {
        return new Outcome.Overdue();
      }
      int code = process.exitValue();
      return code == 0
          ? new Outcome.Succeeded(new String(answer, StandardCharsets.UTF_8))
          : new Outcome.Failed("ended with exit code " + code);
    } catch (TimeoutException e) {
      return new Outcome.Overdue();
    } catch (ExecutionException e) {
      return new Outcome.Failed("could not be heard");
    }
  }

  /// The beginning of what it wrote to its standard error so far, for an operator's log.
  String complaint() {
    byte[] heard = errors.exceptionally(_ -> new byte[0]).getNow(new byte[0]);
    String text = new String(heard, StandardCharsets.UTF_8);
    return text.replaceAll("\\p{Cntrl}+", " ").strip();
  }

  /// Ends it and all that it started, without asking: what is overdue may ignore a SIGTERM, and the
  /// kubelet does not send one either.
  void kill() {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
  }

  /// Has something done once it has ended and is not listened to any more.
  void whenGone(Runnable then) {
    CompletableFuture<?> _ =
        CompletableFuture.allOf(
                output.handle((_, _) -> true), errors.handle((_, _) -> true), process.onExit())
            .thenRun(then);
  }

  private void feed(byte[] input) {
    try (OutputStream in = process.getOutputStream()) {
      in.write(input);
    } catch (IOException e) {
      // It did not care to read; what it answers counts.
    }
  }

  /// Reads on beyond what is kept, or a talkative plugin would wait for ever.
  private static byte[] head(InputStream in) throws IOException {
    byte[] head = in.readNBytes(MOST_ERRORS);
    in.transferTo(OutputStream.nullOutputStream());
    return head;
  }

  private interface Reading {
    byte[] read() throws IOException;
  }

  private static CompletableFuture<byte[]> reader(Reading reading) {
    CompletableFuture<byte[]> result = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .name("credential-plugin")
        .start(() -> {
          try {
            result.complete(reading.read());
          } catch (IOException | RuntimeException | Error e) {
            result.completeExceptionally(e);
          }
        });
    return result;
  }

  private static long nanos(Deadline deadline) {
    return deadline.remaining().toNanos();
  }
}
