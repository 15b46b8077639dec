package dev.pullable.policy;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/// How large and how old an image may be.
///
/// @param size in bytes, compressed, as it is transferred to a node
/// @param age since the image says that it was made
public record Limits(OptionalLong size, Optional<Duration> age) {
  /// None.
  public static final Limits NONE = new Limits(OptionalLong.empty(), Optional.empty());
}
