package dev.pullable.app;

import dev.pullable.registry.EgressProxies.UnusableVariable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/// Says of a proxy in the environment that it cannot be used, and why. Its value may hold a
/// password and is not told.
@Order(Ordered.HIGHEST_PRECEDENCE)
final class UnusableProxyAnalyzer extends AbstractFailureAnalyzer<UnusableVariable> {

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, UnusableVariable cause) {
    return new FailureAnalysis(
        "The environment's " + cause.variable() + " cannot be used. " + cause.getMessage(),
        "Set it to http://HOST:PORT, or unset it.",
        cause);
  }
}
