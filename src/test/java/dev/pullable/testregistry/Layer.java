package dev.pullable.testregistry;

import dev.pullable.reference.Digest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// An empty tar archive, gzip-compressed to an exact size.
///
/// @param bytes none if the size is only claimed
record Layer(Digest digest, byte[] bytes, boolean claimed) {
  private static final long LARGEST_MADE = 16 * 1024 * 1024;
  private static final int SMALLEST = 64;

  /// Two blocks of zeros: an archive without an entry.
  private static final byte[] EMPTY_TAR = new byte[1024];

  static final Digest DIFF_ID = TestImages.sha256(EMPTY_TAR);

  static Layer ofSize(long size) {
    if (size < SMALLEST) {
      throw new IllegalArgumentException("a layer has at least 64 bytes: " + size);
    }
    if (size > LARGEST_MADE) {
      byte[] claim = ("a layer of " + size).getBytes(StandardCharsets.UTF_8);
      return new Layer(TestImages.sha256(claim), new byte[0], true);
    }
    byte[] bytes = padded((int) size);
    return new Layer(TestImages.sha256(bytes), bytes, false);
  }

  /// Pads by the extra field of a gzip member (RFC 1952, 2.3.1.1), and by members that hold nothing
  /// else, since that field ends at 64 KiB.
  private static byte[] padded(int size) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(size);
    int least = member(EMPTY_TAR, 0).length;
    int leastMore = member(new byte[0], 0).length;
    byte[] content = EMPTY_TAR;
    int overhead = least;
    int left = size;
    while (left > 0) {
      int extra = Math.min(left - overhead, 0xffff);
      int after = left - overhead - extra;
      if (after > 0 && after < leastMore) {
        extra -= leastMore;
      }
      out.writeBytes(member(content, extra));
      left -= overhead + extra;
      content = new byte[0];
      overhead = leastMore;
    }
    return out.toByteArray();
  }

  private static byte[] member(byte[] content, int extra) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    // Magic, deflate, FEXTRA, no time, no flags, unknown system.
    out.writeBytes(new byte[] {0x1f, (byte) 0x8b, 8, 4, 0, 0, 0, 0, 0, (byte) 0xff});
    little(out, extra, 2);
    out.writeBytes(new byte[extra]);
    out.writeBytes(deflated(content));
    CRC32 crc = new CRC32();
    crc.update(content);
    little(out, crc.getValue(), 4);
    little(out, content.length, 4);
    return out.toByteArray();
  }

  private static byte[] deflated(byte[] content) {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    try {
      deflater.setInput(content);
      deflater.finish();
      byte[] buffer = new byte[SMALLEST];
      int length = deflater.deflate(buffer);
      return Arrays.copyOf(buffer, length);
    } finally {
      deflater.end();
    }
  }

  private static void little(ByteArrayOutputStream out, long value, int bytes) {
    for (int i = 0; i < bytes; i++) {
      out.write((int) (value >>> (8 * i)));
    }
  }
}
