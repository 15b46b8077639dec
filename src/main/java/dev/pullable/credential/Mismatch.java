package dev.pullable.credential;

/// Why an entry of a docker config is not for a repository.
///
/// @param near whether it looks as if it was meant for it
/// @param why a clause about the entry, such as `is for another host`
public record Mismatch(boolean near, String why) {
  static Mismatch near(String why) {
    return new Mismatch(true, why);
  }

  static Mismatch far(String why) {
    return new Mismatch(false, why);
  }
}
