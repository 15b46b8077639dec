package dev.pullable.testregistry;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/// Which requests a fault befalls. Faults of several rules apply one after the other, in the order
/// in which they were added.
public final class FaultRule {
  private final List<FaultRule> rules;
  private Predicate<LoggedRequest> when;
  private final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);
  private boolean beforeAuthorization;
  private Fault fault = (answer, _) -> answer;

  FaultRule(List<FaultRule> rules, Predicate<LoggedRequest> when) {
    this.rules = rules;
    this.when = when;
  }

  /// Only requests of this method.
  public FaultRule method(String method) {
    return when(request -> request.method().equals(method));
  }

  /// Only requests of this kind.
  public FaultRule kind(RequestKind kind) {
    return when(request -> request.kind() == kind);
  }

  public FaultRule when(Predicate<LoggedRequest> condition) {
    when = when.and(condition);
    return this;
  }

  /// Only the first so many requests.
  public FaultRule times(int times) {
    left.set(times);
    return this;
  }

  /// Also requests that would else be refused with 401 or 403.
  public FaultRule beforeAuthorization() {
    beforeAuthorization = true;
    return this;
  }

  /// Puts the rule into effect.
  public void fault(Fault effect) {
    fault = effect;
    rules.add(this);
  }

  Answer applyTo(Answer answer, LoggedRequest request, boolean refused)
      throws IOException, InterruptedException {
    if ((refused && !beforeAuthorization) || !when.test(request)) {
      return answer;
    }
    return left.getAndUpdate(n -> n > 0 ? n - 1 : 0) > 0 ? fault.applyTo(answer, request) : answer;
  }
}
