package dev.pullable.policy;

import java.util.Optional;
import java.util.regex.Pattern;

/// A command that may be pasted into a shell: our own text as it is, what comes from outside
/// quoted. There is none if any of it could be no such thing: a name that no object can have, or
/// text with characters that a terminal acts upon.
final class CommandLine {
  private static final Pattern BARE = Pattern.compile("[A-Za-z0-9@%_+=:,./-]+");

  /// A DNS subdomain, as object names are (apimachinery: pkg/util/validation).
  private static final Pattern NAME =
      Pattern.compile("[a-z0-9]([-a-z0-9]{0,251}[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

  private static final int LONGEST_NAME = 253;
  private static final int LONGEST = 1_000;

  private final StringBuilder text = new StringBuilder();
  private boolean sound = true;

  private CommandLine() {}

  /// One that begins with our own words.
  static CommandLine of(String words) {
    return new CommandLine().then(words);
  }

  static boolean isName(String text) {
    return text.length() <= LONGEST_NAME && NAME.matcher(text).matches();
  }

  /// One word as a POSIX shell reads it back.
  static String quoted(String word) {
    return BARE.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  /// Our own words, which may have a meaning to the shell.
  CommandLine then(String words) {
    text.append(text.isEmpty() ? "" : " ").append(words);
    return this;
  }

  /// A word from outside.
  CommandLine word(String word) {
    sound &= !word.isEmpty() && Quoted.bare(word).equals(word);
    return then(quoted(word));
  }

  /// The name of an object.
  CommandLine name(String name) {
    sound &= isName(name);
    return then(quoted(name));
  }

  /// An object, such as `deployment/web`.
  CommandLine object(String resource, String name) {
    sound &= isName(name);
    return then(resource + "/" + quoted(name));
  }

  /// The namespace, where there is one.
  CommandLine in(String namespace) {
    return namespace.isEmpty() ? this : then("-n").name(namespace);
  }

  Optional<String> line() {
    return sound && text.length() <= LONGEST ? Optional.of(text.toString()) : Optional.empty();
  }
}
