package dev.pullable.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/// Rows of text whose columns begin below each other, indented by two.
final class Columns {
  /// What is longer pushes the rest of its row on.
  private static final int WIDEST = 80;

  private final List<List<String>> rows = new ArrayList<>();

  /// Adds a row; one that says nothing beside its label is left out.
  Columns row(String label, String... cells) {
    boolean says = false;
    for (String cell : cells) {
      says |= !cell.isEmpty();
    }
    if (says) {
      List<String> row = new ArrayList<>(List.of(cells));
      row.addFirst(label);
      rows.add(row);
    }
    return this;
  }

  void print(PrintWriter out) {
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder(" ");
      for (int i = 0; i < row.size(); i++) {
        line.append(' ').append(row.get(i));
        int missing = width(i) - length(row.get(i));
        line.append(" ".repeat(Math.max(0, missing) + 1));
      }
      out.println(line.toString().stripTrailing());
    }
  }

  private int width(int column) {
    return rows.stream()
        .filter(row -> row.size() > column)
        .mapToInt(row -> length(row.get(column)))
        .filter(length -> length <= WIDEST)
        .max()
        .orElse(0);
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
