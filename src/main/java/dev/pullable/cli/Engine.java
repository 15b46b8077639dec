package dev.pullable.cli;

import dev.pullable.review.WorkloadReviewer;
import dev.pullable.workload.WorkloadReader;

/// The engine, as the webhook has it, for one command.
public interface Engine extends AutoCloseable {

  WorkloadReader reader();

  WorkloadReviewer reviewer();

  /// The namespace of objects that name none: that of the kubeconfig's context, or `default`.
  String namespace();

  @Override
  void close();
}
