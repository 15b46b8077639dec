package dev.pullable.policy;

import dev.pullable.resolution.ByteSize;
import dev.pullable.resolution.Content;
import dev.pullable.resolution.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// How large and how old an image may be.
///
/// @param size in bytes, compressed, as it is transferred to a node
/// @param age since the image says that it was made
public record Limits(OptionalLong size, Optional<Duration> age) {
  /// None.
  public static final Limits NONE = new Limits(OptionalLong.empty(), Optional.empty());

  /// A limit that an image exceeds.
  ///
  /// @param subject how large or how old it is
  /// @param detail what is allowed
  record Exceeded(Reason reason, String subject, String detail) {}

  /// Whether an image exceeds any.
  public boolean forbid(Content content) {
    return !exceededBy(content).isEmpty();
  }

  /// The limits that an image exceeds; what is not known of it exceeds none.
  List<Exceeded> exceededBy(Content content) {
    List<Exceeded> exceeded = new ArrayList<>();
    if (size.isPresent() && content.size().orElse(0) > size.getAsLong()) {
      exceeded.add(
          new Exceeded(
              Reason.IMAGE_TOO_LARGE,
              new ByteSize(content.size().getAsLong()) + " of layers",
              "more than the %s allowed".formatted(new ByteSize(size.getAsLong()))));
    }
    if (age.isPresent() && content.age().orElse(Duration.ZERO).compareTo(age.get()) > 0) {
      exceeded.add(
          new Exceeded(
              Reason.IMAGE_TOO_OLD,
              written(content.age().get()) + " ago",
              "longer ago than the %s allowed".formatted(written(age.get()))));
    }
    return exceeded;
  }

  /// In the largest unit of which there are two, rounded down.
  private static String written(Duration span) {
    if (span.toDays() >= 2) {
      return span.toDays() + " days";
    }
    return span.toHours() >= 2 ? span.toHours() + " hours" : span.toMinutes() + " minutes";
  }
}
