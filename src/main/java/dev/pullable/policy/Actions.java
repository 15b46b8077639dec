package dev.pullable.policy;

import dev.pullable.resolution.Reason;
import dev.pullable.resolution.Resolution;
import dev.pullable.resolution.Resolution.Doubt;
import java.util.Map;
import java.util.Objects;

/// What is done about a finding where its level is in force.
///
/// @param byReason what an operator wants done about a reason
/// @param inconclusive what is done about other reasons where nothing is proven
/// @param concern what is done about other reasons where an image can be pulled all the same
public record Actions(
    Map<Reason, ValidationAction> byReason,
    ValidationAction inconclusive,
    ValidationAction concern) {

  /// Denies what is proven, warns about the rest.
  public static final Actions DEFAULT =
      new Actions(Map.of(), ValidationAction.WARN, ValidationAction.WARN);

  public Actions {
    byReason = Map.copyOf(byReason);
  }

  /// About what is proven, or forbidden.
  ValidationAction proven(Reason reason) {
    return byReason.getOrDefault(reason, ValidationAction.DENY);
  }

  /// An image that is forbidden need not be proven unpullable to be denied. A denial that is wanted
  /// for what is proven is not wanted for a doubt of it; one that is wanted for what never proves
  /// anything is.
  ValidationAction doubtful(Resolution.Inconclusive it) {
    if (it.doubt() == Doubt.NOT_ALLOWED) {
      return proven(it.reason());
    }
    ValidationAction wanted = byReason.get(it.reason());
    boolean onlyIfProven = wanted == ValidationAction.DENY && it.doubt() != Doubt.NO_ANSWER;
    return wanted == null || onlyIfProven ? inconclusive : wanted;
  }

  /// What was only seen a while ago denies nothing.
  ValidationAction concern(Reason reason) {
    ValidationAction wanted = Objects.requireNonNullElse(byReason.get(reason), concern);
    return reason == Reason.LAST_SEEN && wanted == ValidationAction.DENY
        ? ValidationAction.WARN
        : wanted;
  }
}
