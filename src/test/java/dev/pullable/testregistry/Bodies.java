package dev.pullable.testregistry;

import dev.pullable.reference.Digest;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;

/// The bodies of faults; none is held in memory.
final class Bodies {
  private static final byte[] OPENING =
      "{\"schemaVersion\":2,\"manifests\":[],\"annotations\":{\"padding\":\""
          .getBytes(StandardCharsets.US_ASCII);
  private static final byte[] CLOSING = "\"}}".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] PADDING = new byte[64 * 1024];

  static {
    Arrays.fill(PADDING, (byte) 'a');
  }

  private Bodies() {}

  /// An empty index, padded to a size.
  record Padded(long length) implements Answer.Body {
    Padded {
      if (length < OPENING.length + CLOSING.length) {
        throw new IllegalArgumentException("too small to be an index: " + length);
      }
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      out.write(OPENING);
      long left = length - OPENING.length - CLOSING.length;
      while (left > 0) {
        int size = (int) Math.min(left, PADDING.length);
        out.write(PADDING, 0, size);
        left -= size;
      }
      out.write(CLOSING);
    }

    Digest digest() {
      try (OutputStream none = OutputStream.nullOutputStream();
          DigestOutputStream out =
              new DigestOutputStream(none, MessageDigest.getInstance("SHA-256"))) {
        writeTo(out);
        return new Digest("sha256", HexFormat.of().formatHex(out.getMessageDigest().digest()));
      } catch (IOException | NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  record Endless() implements Answer.Body {
    @Override
    public long length() {
      return -1;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      out.write(OPENING);
      while (!Thread.currentThread().isInterrupted()) {
        out.write(PADDING);
      }
      throw new InterruptedIOException();
    }
  }

  /// The same in gzip: one member after the other, each of the padding deflated once, so that a
  /// bomb of any size costs the registry nothing.
  record GzippedPadding(long inflated) implements Answer.Body {
    private static final int MEMBER = 1 << 20;

    @Override
    public long length() {
      return -1;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      long padding = inflated - OPENING.length - CLOSING.length;
      byte[] member = gzip(padding(MEMBER));
      out.write(gzip(OPENING));
      for (long i = 0; i < padding / MEMBER; i++) {
        out.write(member);
      }
      out.write(gzip(padding((int) (padding % MEMBER))));
      out.write(gzip(CLOSING));
    }

    private static byte[] padding(int length) {
      byte[] padding = new byte[length];
      Arrays.fill(padding, (byte) 'a');
      return padding;
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
      ByteArrayOutputStream member = new ByteArrayOutputStream();
      try (GZIPOutputStream gzip = new GZIPOutputStream(member)) {
        gzip.write(bytes);
      }
      return member.toByteArray();
    }
  }

  record Cut(Answer.Body whole, int after) implements Answer.Body {
    @Override
    public long length() {
      return whole.length();
    }

    @Override
    public void writeTo(OutputStream out) throws IOException, InterruptedException {
      whole.writeTo(
          new FilterOutputStream(out) {
            private int left = after;

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
              int size = Math.min(left, length);
              out.write(bytes, offset, size);
              left -= size;
              if (size < length) {
                out.flush();
                throw new IOException("cut");
              }
            }
          });
    }
  }

  record Drip(Answer.Body whole, int bytes, Duration interval) implements Answer.Body {
    @Override
    public long length() {
      return whole.length();
    }

    @Override
    public void writeTo(OutputStream out) throws IOException, InterruptedException {
      whole.writeTo(
          new FilterOutputStream(out) {
            @Override
            public void write(byte[] content, int offset, int length) throws IOException {
              for (int at = 0; at < length; at += bytes) {
                out.write(content, offset + at, Math.min(bytes, length - at));
                out.flush();
                pause();
              }
            }
          });
    }

    private void pause() throws InterruptedIOException {
      try {
        Thread.sleep(interval);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException();
      }
    }
  }
}
