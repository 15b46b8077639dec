package dev.pullable.node;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongSupplier;

/// A small mounted file and what is made of it, read again now and then and made anew where its
/// content has changed.
///
/// The content is compared, not the time: a kubelet swaps the symbolic link above a mounted file,
/// and two writes may fall into one tick of the file system's clock.
final class ReloadedFile<T> {
  private final Path file;
  private final int largest;
  private final long intervalNanos;
  private final LongSupplier nanoTime;
  private final Function<Content, T> made;
  private final ReentrantLock reading = new ReentrantLock();
  private volatile State<T> state;

  /// What is in a file.
  sealed interface Content {
    /// All of it.
    record Bytes(ByteBuffer buffer) implements Content {
      byte[] toArray() {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
      }
    }

    /// It cannot be had.
    ///
    /// @param detail to be read after the file's name, without its path
    record Unreadable(String detail) implements Content {}
  }

  private record State<T>(Content content, T value, long readAt) {}

  /// @param largest how many bytes it may have
  /// @param interval how long what was read is taken for the file
  /// @param made what is made of a new content
  ReloadedFile(
      Path file, int largest, Duration interval, LongSupplier nanoTime, Function<Content, T> made) {
    this.file = file;
    this.largest = largest;
    this.intervalNanos = interval.toNanos();
    this.nanoTime = nanoTime;
    this.made = made;
    Content content = read();
    this.state = new State<>(content, made.apply(content), nanoTime.getAsLong());
  }

  /// What was made of the file as it was an interval ago at most. While one caller reads it, the
  /// others are not held up.
  T current() {
    if (nanoTime.getAsLong() - state.readAt() >= intervalNanos && reading.tryLock()) {
      try {
        refresh();
      } finally {
        reading.unlock();
      }
    }
    return state.value();
  }

  private void refresh() {
    State<T> before = state;
    Content now = read();
    T value = now.equals(before.content()) ? before.value() : made.apply(now);
    state = new State<>(now, value, nanoTime.getAsLong());
  }

  private Content read() {
    // Nothing that may never end, such as a pipe, is opened.
    if (!Files.isRegularFile(file)) {
      return new Content.Unreadable(Files.exists(file) ? "is no regular file" : "does not exist");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(largest + 1);
      return bytes.length > largest
          ? new Content.Unreadable("has more than " + largest + " bytes")
          : new Content.Bytes(ByteBuffer.wrap(bytes));
    } catch (IOException e) {
      return new Content.Unreadable("cannot be read");
    }
  }
}
