package dev.pullable.credential;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// Text as the kubelet's language has it: a string of octets, read as UTF-8 only where that is
/// asked for.
///
/// Keys are compared, cut and percent-decoded octet by octet there, so this package holds them as
/// strings of chars up to 255, whose natural order is the order of the octets.
final class GoText {
  private static final char REPLACEMENT = '\uFFFD';

  private GoText() {}

  /// Reads UTF-8 with one U+FFFD for each octet that belongs to no character; Java's own decoders
  /// merge some of them.
  static String decode(byte[] utf8) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(utf8);
    CharBuffer out = CharBuffer.allocate(utf8.length);
    while (true) {
      CoderResult result = decoder.decode(in, out, true);
      if (result.isUnderflow()) {
        return out.flip().toString();
      }
      in.position(in.position() + 1);
      out.put(REPLACEMENT);
      decoder.reset();
    }
  }

  /// Puts U+FFFD for each surrogate without a partner, as encoding/json does for `\ud800`.
  static String wellFormed(String text) {
    if (text.chars().noneMatch(c -> Character.isSurrogate((char) c))) {
      return text;
    }
    StringBuilder fixed = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? REPLACEMENT : c)
        .forEach(fixed::appendCodePoint);
    return fixed.toString();
  }

  /// The UTF-8 octets of a text, each as one char.
  static String octets(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  /// The text that octets stand for, for messages.
  static String text(String octets) {
    return decode(octets.getBytes(StandardCharsets.ISO_8859_1));
  }
}
