package dev.pullable.manifest;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.IntStream;
import org.snakeyaml.engine.v2.exceptions.Mark;

/// The text of a file, with its lines. Offsets are of UTF-16 code units behind the byte order mark.
final class SourceText {
  /// The longest first: UTF-16LE's is where UTF-32LE's begins.
  private enum Encoding {
    UTF_32BE(StandardCharsets.UTF_32BE, "0000feff"),
    UTF_32LE(StandardCharsets.UTF_32LE, "fffe0000"),
    UTF_8_MARKED(StandardCharsets.UTF_8, "efbbbf"),
    UTF_16BE(StandardCharsets.UTF_16BE, "feff"),
    UTF_16LE(StandardCharsets.UTF_16LE, "fffe"),
    UTF_8(StandardCharsets.UTF_8, "");

    private final Charset charset;
    private final String mark;

    Encoding(Charset charset, String mark) {
      this.charset = charset;
      this.mark = mark;
    }

    private byte[] mark() {
      return HexFormat.of().parseHex(mark);
    }

    private static Encoding of(byte[] bytes) {
      return Arrays.stream(values())
          .filter(it -> Arrays.equals(it.mark(), Arrays.copyOf(bytes, it.mark().length)))
          .findFirst()
          .orElse(UTF_8);
    }
  }

  private final String file;
  private final Encoding encoding;
  private final String text;
  private final int[] lines;

  /// Where among the code points those are that take two code units.
  private final int[] wide;

  SourceText(String file, byte[] bytes) {
    this.file = file;
    encoding = Encoding.of(bytes);
    int mark = encoding.mark().length;
    text = new String(bytes, mark, bytes.length - mark, encoding.charset);
    lines =
        IntStream.rangeClosed(0, text.length())
            .filter(i -> i == 0 || endsLine(text, i - 1))
            .toArray();
    wide = wide(text);
  }

  private static boolean endsLine(String text, int i) {
    char c = text.charAt(i);
    return c == '\n' || (c == '\r' && !text.startsWith("\n", i + 1));
  }

  private static int[] wide(String text) {
    int[] surrogates =
        IntStream.range(0, text.length())
            .filter(i -> Character.isHighSurrogate(text.charAt(i)))
            .toArray();
    return IntStream.range(0, surrogates.length).map(n -> surrogates[n] - n).toArray();
  }

  String text() {
    return text;
  }

  /// Whether each ASCII character is a byte of its own in the file.
  boolean isUtf8() {
    return encoding.charset.equals(StandardCharsets.UTF_8);
  }

  /// The bytes of another text in this one's encoding.
  byte[] encode(String other) {
    byte[] content = other.getBytes(encoding.charset);
    byte[] mark = encoding.mark();
    byte[] bytes = Arrays.copyOf(mark, mark.length + content.length);
    System.arraycopy(content, 0, bytes, mark.length, content.length);
    return bytes;
  }

  /// The parser counts code points.
  int offset(Mark mark) {
    int found = Arrays.binarySearch(wide, mark.getIndex());
    return Math.min(mark.getIndex() + (found < 0 ? -found - 1 : found), text.length());
  }

  /// Where a place begins; -1 where this text is too short for it.
  int offset(Place place) {
    boolean known = place.line() >= 1 && place.line() <= lines.length;
    return known ? lines[place.line() - 1] + place.column() - 1 : -1;
  }

  Place place(int start, int end) {
    int first = line(start);
    int last = line(end);
    return new Place(file, first + 1, start - lines[first] + 1, last + 1, end - lines[last] + 1);
  }

  private int line(int offset) {
    int found = Arrays.binarySearch(lines, offset);
    return found < 0 ? -found - 2 : found;
  }
}
