package dev.pullable.advice;

import java.util.Arrays;

/// How many slips of a finger are between two names: a letter too many, too few, another one, or
/// two that are swapped.
final class Likeness {
  /// More than that is another name.
  static final int MOST = 2;

  /// What is said of names that are further apart.
  static final int FAR = MOST + 1;

  private Likeness() {}

  /// The slips, in time proportional to the length.
  // optimal string alignment, within a band
  static int slips(String one, String other) {
    if (Math.abs(one.length() - other.length()) > MOST) {
      return FAR;
    }
    int[] beforeLast = row(other);
    int[] last = row(other);
    for (int j = 0; j <= Math.min(MOST, other.length()); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int[] row = row(other);
      if (i <= MOST) {
        row[0] = i;
      }
      for (int j = Math.max(1, i - MOST); j <= Math.min(other.length(), i + MOST); j++) {
        row[j] = least(one, other, i, j, row[j - 1], last, beforeLast);
      }
      beforeLast = last;
      last = row;
    }
    return last[other.length()];
  }

  private static int[] row(String other) {
    int[] row = new int[other.length() + 1];
    Arrays.fill(row, FAR);
    return row;
  }

  private static int least(
      String one, String other, int i, int j, int left, int[] last, int[] beforeLast) {
    char a = one.charAt(i - 1);
    char b = other.charAt(j - 1);
    int least = Math.min(last[j - 1] + (a == b ? 0 : 1), 1 + Math.min(left, last[j]));
    if (i > 1 && j > 1 && a == other.charAt(j - 2) && b == one.charAt(i - 2)) {
      least = Math.min(least, beforeLast[j - 2] + 1);
    }
    return Math.min(least, FAR);
  }

  /// The slips, if they are few for names of that length; else [#FAR].
  static int relative(String one, String other) {
    int slips = slips(one, other);
    return 3 * slips <= Math.max(one.length(), other.length()) ? slips : FAR;
  }
}
