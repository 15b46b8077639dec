package dev.pullable.policy;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// Which word somebody may have meant.
public final class Spelling {
  /// Longer texts are no slips of one word, and would take their product in steps.
  private static final int LONGEST = 256;

  private Spelling() {}

  /// The nearest of the words, whatever its case; empty if none is near.
  public static Optional<String> nearest(String written, Collection<String> words) {
    return written.length() > LONGEST
        ? Optional.empty()
        : words.stream()
            .min(Comparator.comparingInt(word -> distance(word, written)))
            .filter(word -> distance(word, written) <= written.length() / 2);
  }

  /// Levenshtein's distance.
  private static int distance(String word, String written) {
    String a = word.toLowerCase(Locale.ROOT);
    String b = written.toLowerCase(Locale.ROOT);
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
