package dev.pullable.policy;

import dev.pullable.resolution.Reason;

/// The levels of a namespace, in the manner of Pod Security Admission.
///
/// @param enforce up to which level a workload is denied
/// @param warn up to which level it is told in a warning
/// @param audit up to which level it is recorded
public record Levels(Level enforce, Level warn, Level audit) {
  /// What cannot be pulled is denied.
  public static final Levels DEFAULT = new Levels(Level.PULLABLE, Level.PULLABLE, Level.PULLABLE);

  /// Whether nothing is asked of any image, so that none need be looked at.
  public boolean off() {
    return enforce == Level.OFF && warn == Level.OFF && audit == Level.OFF;
  }

  /// Where a finding goes, the most serious first.
  enum Place {
    DENIED,
    WARNED,
    AUDITED,
    NOWHERE
  }

  /// Where a finding goes: as far up as its action wants and a level is in force that asks for it.
  Place place(ValidationAction action, Reason reason) {
    Level level = Level.of(reason);
    if (action == ValidationAction.DENY && enforce.includes(level)) {
      return Place.DENIED;
    }
    if (action != ValidationAction.AUDIT && warn.includes(level)) {
      return Place.WARNED;
    }
    return audit.includes(level) ? Place.AUDITED : Place.NOWHERE;
  }
}
