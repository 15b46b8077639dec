package dev.pullable.credential;

/// A value that must never be seen: its text shows nothing. Compared by value.
///
/// @param reveal the value; call it only where it goes on the wire
public record Secret(String reveal) {

  @Override
  public String toString() {
    return "***";
  }
}
