package dev.pullable.admission;

import com.google.common.io.ByteStreams;
import dev.pullable.deadline.Deadline;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The body of a request, of which nothing is read after the deadline, and no more than a review
/// may have.
final class PostedBody {
  /// kube-apiserver takes 3 MiB from a client, and sends the object and the old object.
  static final int MOST_BYTES = 7 * 1024 * 1024;

  /// Within which kube-apiserver has long told the uid.
  private static final int HEAD = 64 * 1024;

  private static final int FIRST_BUFFER = 16 * 1024;

  private final InputStream body;
  private final long length;

  /// @param length what Content-Length says, below 0 if nothing
  PostedBody(InputStream body, long length, Deadline deadline) {
    this.body = new InTime(body, deadline);
    this.length = length;
  }

  /// How many bytes of it are ever in memory.
  int atMost() {
    return isTooLarge() ? 0 : (int) (length < 0 ? MOST_BYTES : length);
  }

  /// All of it; null if it is more than a review may have.
  ///
  /// @throws InterruptedIOException if it is not there by the deadline
  byte @Nullable [] read() throws IOException {
    if (isTooLarge()) {
      drain();
      return null;
    }
    return length < 0 ? readUntold() : readTold((int) length);
  }

  private byte[] readTold(int bytes) throws IOException {
    byte[] read = new byte[bytes];
    ByteStreams.readFully(body, read);
    return read;
  }

  private byte @Nullable [] readUntold() throws IOException {
    byte[] read = new byte[FIRST_BUFFER];
    int end = 0;
    int more = body.read(read, 0, read.length);
    while (more >= 0) {
      end += more;
      if (end > MOST_BYTES) {
        return null;
      }
      if (end == read.length) {
        read = Arrays.copyOf(read, Math.min(2 * end, MOST_BYTES + 1));
      }
      more = body.read(read, end, read.length - end);
    }
    return end == read.length ? read : Arrays.copyOf(read, end);
  }

  /// Its beginning.
  InputStream head() {
    return ByteStreams.limit(body, HEAD);
  }

  /// Reads over what is left, as far as a review may go: who is still sending would take it for a
  /// failure if the connection were closed.
  void drain() throws IOException {
    ByteStreams.exhaust(ByteStreams.limit(body, MOST_BYTES + 1L));
  }

  private boolean isTooLarge() {
    return length > MOST_BYTES;
  }

  /// Ends between two reads at the deadline, and in one of them by the server's own timeout.
  private static final class InTime extends FilterInputStream {
    private final Deadline deadline;

    InTime(InputStream in, Deadline deadline) {
      super(in);
      this.deadline = deadline;
    }

    @Override
    public int read() throws IOException {
      check();
      return super.read();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      check();
      return super.read(into, offset, length);
    }

    @Override
    public long skip(long bytes) throws IOException {
      check();
      return super.skip(bytes);
    }

    private void check() throws IOException {
      if (deadline.isOver()) {
        throw new InterruptedIOException("the deadline has passed");
      }
    }
  }
}
