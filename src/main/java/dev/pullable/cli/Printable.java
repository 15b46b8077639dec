package dev.pullable.cli;

import java.util.List;
import java.util.regex.Pattern;

/// Text from objects, files and registries without any character that a terminal would act upon.
final class Printable {
  private static final Pattern CONTROL =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Cn}\\u2028\\u2029]");

  private Printable() {}

  static String of(String text) {
    return CONTROL.matcher(text).replaceAll("\ufffd");
  }

  static List<String> of(List<String> texts) {
    return texts.stream().map(Printable::of).toList();
  }
}
