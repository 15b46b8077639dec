package dev.pullable.resolution;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/// How large and how old an image is, as far as it was found out: the largest and the oldest of
/// what the Nodes would pull, where that differs by platform.
///
/// @param size the compressed size of its layers in bytes, as they are transferred to a Node
/// @param age since when it says that it was made; many say nothing, to be reproducible
public record Content(OptionalLong size, Optional<Duration> age) {
  /// Nothing was found out.
  public static final Content UNKNOWN = new Content(OptionalLong.empty(), Optional.empty());

  /// The larger size and the higher age of both.
  Content and(Content other) {
    OptionalLong larger =
        size.isEmpty() || other.size.orElse(0) > size.getAsLong() ? other.size : size;
    Optional<Duration> older =
        age.isEmpty() || other.age.orElse(Duration.ZERO).compareTo(age.get()) > 0 ? other.age : age;
    return new Content(larger, older);
  }
}
