package dev.pullable.manifest;

/// A stretch of a file's text. Lines and columns count from 1, columns in UTF-16 code units without
/// a byte order mark; the end is exclusive.
///
/// @param file as its user named it, or as it was found below a directory that they named
public record Place(String file, int line, int column, int endLine, int endColumn) {

  /// A whole file, or what is known of no more exact place.
  public static Place start(String file) {
    return new Place(file, 1, 1, 1, 1);
  }

  /// Such as `deploy/web.yaml:12:16`.
  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
