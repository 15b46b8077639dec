package dev.pullable.admission;

/// Text fit for a log: what comes from outside without control characters, and exceptions without
/// their messages, which may quote a credential.
final class LogText {
  private static final int LONGEST = 253;
  private static final int MOST_FRAMES = 12;
  private static final int MOST_CAUSES = 8;

  private LogText() {}

  /// The text in one line, cut to the length of a Kubernetes name.
  static String of(String text) {
    String cut = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    return cut.replaceAll("[^\\x21-\\x7e]", "?");
  }

  /// The classes of an exception and its causes, and where each was thrown.
  static String of(Throwable thrown) {
    StringBuilder text = new StringBuilder();
    Throwable cause = thrown;
    for (int i = 0; cause != null && i < MOST_CAUSES; i++) {
      text.append(i == 0 ? "" : "\ncaused by ").append(cause.getClass().getName());
      StackTraceElement[] frames = cause.getStackTrace();
      for (int j = 0; j < Math.min(frames.length, MOST_FRAMES); j++) {
        text.append("\n    at ").append(frames[j]);
      }
      cause = cause.getCause();
    }
    return text.toString();
  }
}
