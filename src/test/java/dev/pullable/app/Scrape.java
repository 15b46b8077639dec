package dev.pullable.app;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What `/actuator/prometheus` answered.
record Scrape(String text) {
  private static final Pattern LABEL = Pattern.compile("([a-zA-Z_]+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  List<String> samples() {
    return text.lines().filter(line -> !line.startsWith("#")).toList();
  }

  /// The names of all series.
  Set<String> names() {
    Set<String> names = new TreeSet<>();
    samples().forEach(line -> names.add(line.split("[{ ]", 2)[0]));
    return names;
  }

  /// The sum of the series of that name which have all of the labels, each as `name="value"`; zero
  /// if there are none.
  double sum(String name, String... labels) {
    return samples().stream()
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .filter(line -> Arrays.stream(labels).allMatch(line::contains))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /// Whether the series of that name have the label.
  boolean has(String name, String label) {
    return samples().stream()
        .anyMatch(line -> line.startsWith(name + "{") && line.contains(label + "=\""));
  }

  /// Every value that a label of ours has.
  Set<String> values(String label) {
    Set<String> values = new TreeSet<>();
    for (String line : samples()) {
      Matcher matcher = LABEL.matcher(line);
      while (line.startsWith("pullable_") && matcher.find()) {
        if (matcher.group(1).equals(label)) {
          values.add(matcher.group(2));
        }
      }
    }
    return values;
  }

  /// The names of the labels of ours.
  Set<String> labels() {
    Set<String> labels = new TreeSet<>();
    for (String line : samples()) {
      Matcher matcher = LABEL.matcher(line);
      while (line.startsWith("pullable_") && matcher.find()) {
        labels.add(matcher.group(1));
      }
    }
    return labels;
  }
}
