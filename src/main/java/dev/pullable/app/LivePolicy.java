package dev.pullable.app;

import dev.pullable.policy.ClusterPolicy;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/// The policy that is in force: the one that is configured, or what a document says that can change
/// at any time. One that cannot be used leaves the last one in force.
final class LivePolicy implements Supplier<ClusterPolicy> {
  private static final Logger log = LoggerFactory.getLogger(LivePolicy.class);

  private final ClusterPolicy configured;
  private final PolicyDocument document;
  private final Iterable<FailureAnalyzer> analyzers;
  private final AtomicReference<ClusterPolicy> current;
  private volatile boolean valid = true;

  /// @param analyzers say of an exception what would be right
  LivePolicy(
      ClusterPolicy configured, PolicyDocument document, Iterable<FailureAnalyzer> analyzers) {
    this.configured = configured;
    this.document = document;
    this.analyzers = analyzers;
    this.current = new AtomicReference<>(configured);
  }

  @Override
  public ClusterPolicy get() {
    return current.get();
  }

  /// Whether the document that was written last is in force.
  boolean valid() {
    return valid;
  }

  /// Takes a document from the next review on; without any, the configured policy. Never throws.
  void read(Optional<String> text) {
    try {
      ClusterPolicy read = text.isEmpty() ? configured : document.bind(text.get()).cluster();
      valid = true;
      if (!read.equals(current.getAndSet(read))) {
        log.info("The policy has changed: {}", read.standard().levels());
      }
    } catch (IOException | RuntimeException e) {
      valid = false;
      log.error(
          "The policy stays as it is, since {} cannot be used. {}", PolicyDocument.KEY, why(e));
    }
  }

  private String why(Exception e) {
    for (FailureAnalyzer analyzer : analyzers) {
      FailureAnalysis analysis = analyzer.analyze(e);
      if (analysis != null) {
        return line(analysis.getDescription() + " " + analysis.getAction());
      }
    }
    return line(String.valueOf(e.getMessage()));
  }

  private static String line(String text) {
    return text.replaceAll("[\\p{Cc}\\p{Cf}\\s]+", " ");
  }
}
