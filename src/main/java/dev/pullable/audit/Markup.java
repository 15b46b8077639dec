package dev.pullable.audit;

import java.io.IOException;
import java.io.Writer;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// HTML on its way out. Tags and names of attributes are ours; every text and every value of an
/// attribute is escaped.
final class Markup {
  /// Control characters, those that turn the direction of writing, and those that are not seen: in
  /// a command that is copied nothing may stand that the eye does not see.
  private static final Pattern UNSEEN =
      Pattern.compile(
          "[\\p{Cc}\\u00ad\\u061c\\u180e\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff\\ufff9-\\ufffb\\x{e0000}-\\x{e007f}\\p{Cs}]");

  private final Writer out;

  Markup(Writer out) {
    this.out = out;
  }

  /// Writes what is markup already.
  Markup raw(String markup) throws IOException {
    out.write(markup);
    return this;
  }

  /// Opens an element.
  ///
  /// @param attributes names and values in turn; without a value where that is empty
  Markup open(String tag, String... attributes) throws IOException {
    out.write('<' + tag);
    for (int i = 0; i < attributes.length; i += 2) {
      out.write(' ' + attributes[i]);
      if (!attributes[i + 1].isEmpty()) {
        out.write("=\"" + escaped(attributes[i + 1]) + '"');
      }
    }
    out.write('>');
    return this;
  }

  Markup close(String tag) throws IOException {
    out.write("</" + tag + '>');
    return this;
  }

  Markup text(String text) throws IOException {
    out.write(escaped(text));
    return this;
  }

  /// An element with nothing but a text in it.
  Markup element(String tag, String text, String... attributes) throws IOException {
    return open(tag, attributes).text(text).close(tag);
  }

  /// The text as it is shown: characters that are not seen are written as `\\u202e`.
  static String visible(String text) {
    return UNSEEN.matcher(text).replaceAll(Markup::codePoint);
  }

  private static String codePoint(MatchResult found) {
    return String.format(Locale.ROOT, "\\\\u%04x", found.group().codePointAt(0));
  }

  private static String escaped(String text) {
    return visible(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
