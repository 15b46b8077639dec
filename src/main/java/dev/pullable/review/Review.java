package dev.pullable.review;

import dev.pullable.policy.Verdict;
import dev.pullable.resolution.Resolution;
import dev.pullable.workload.ContainerImage;
import dev.pullable.workload.Workload;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// What the engine says of a workload.
///
/// @param resolutions what became of each image, in the order of the object
public record Review(
    Workload workload, Map<ContainerImage, Resolution> resolutions, Verdict verdict) {

  public Review {
    resolutions = Collections.unmodifiableMap(new LinkedHashMap<>(resolutions));
  }
}
