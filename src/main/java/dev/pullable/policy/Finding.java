package dev.pullable.policy;

import dev.pullable.resolution.Reason;
import dev.pullable.workload.ContainerImage;

/// One thing to be said about an image: what is wrong and what mends it.
///
/// @param problem one sentence without a full stop
/// @param remedy what to do, as a sentence or a command
public record Finding(Reason reason, ContainerImage image, String problem, String remedy) {}
