package dev.pullable.audit;

import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// What a report comes to, in sentences.
final class Headline {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final AuditReport report;

  Headline(AuditReport report) {
    this.report = report;
  }

  /// The verdict, in one sentence.
  String verdict() {
    int unpullable = report.count(Outcome.UNPULLABLE);
    int doubt = report.count(Outcome.DOUBT);
    if (images() == 0) {
      return "No image was found to check.";
    }
    if (unpullable > 0) {
      return counted(unpullable, "image") + in(Outcome.UNPULLABLE) + " could not be pulled again.";
    }
    if (doubt > 0) {
      return "No image is known to fail; "
          + counted(doubt, "image")
          + in(Outcome.DOUBT)
          + (doubt == 1 ? " is in doubt." : " are in doubt.");
    }
    int concern = report.count(Outcome.CONCERN);
    String all = "Every image could be pulled again";
    return concern == 0 ? all + "." : all + "; there is a concern about " + number(concern) + ".";
  }

  /// What was looked at, and when.
  String scope() {
    return String.join(
        " · ",
        counted(report.images(), "image"),
        counted(report.workloads(), "workload"),
        counted(report.pods(), "Pod"),
        counted(report.namespaces().size(), "namespace"),
        counted(report.checks(), "check"));
  }

  /// When the pass ended and how long it took.
  String time() {
    Duration took = Duration.between(report.started(), report.finished());
    return MINUTE.format(report.finished()) + ", after " + span(took);
  }

  /// How many images there are, one counting once a namespace.
  int images() {
    int images = 0;
    for (Outcome outcome : Outcome.values()) {
      images += report.count(outcome);
    }
    return images;
  }

  static String counted(int number, String noun) {
    return number(number) + ' ' + noun + (number == 1 ? "" : "s");
  }

  static String number(int number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private String in(Outcome outcome) {
    long many = report.namespaces().stream().filter(it -> it.count(outcome) > 0).count();
    return " in " + counted((int) many, "namespace");
  }

  private static String span(Duration took) {
    long seconds = Math.max(0, took.toSeconds());
    if (seconds < 60) {
      return Math.max(1, seconds) + " s";
    }
    return seconds < 7200
        ? seconds / 60 + " min"
        : seconds / 3600 + " h " + seconds / 60 % 60 + " min";
  }
}
