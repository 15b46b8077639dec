package dev.pullable.audit;

import dev.pullable.review.WorkloadReviewer;
import java.time.Duration;
import java.util.function.IntSupplier;

/// The engine as one pass has it: what was answered in the pass is not asked again in it.
///
/// @param reviewer of workloads
/// @param checks how often it asked about an image with a credential so far
/// @param perImage how long an image may have to wait for its registry's turn
public record PassEngine(WorkloadReviewer reviewer, IntSupplier checks, Duration perImage) {}
