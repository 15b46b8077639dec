package dev.pullable.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pullable.platform.Platform;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Set;

/// Reads the platform, the number of layers and the age from an image's config, and passes over the
/// megabytes of history beside them.
public final class ImageConfigReader {
  private static final Set<String> MEMBERS =
      Set.of("os", "architecture", "variant", "os.version", "os.features", "rootfs", "created");

  /// When Docker was first shown. What says that it is older is built to be reproducible, and says
  /// nothing: 1970 (SOURCE_DATE_EPOCH=0), 1980 (the oldest time of a ZIP), the year 1 (Go's zero).
  private static final Instant FIRST_IMAGE = Instant.parse("2013-03-15T00:00:00Z");

  private ImageConfigReader() {}

  /// What was read.
  public sealed interface Result {}

  /// @param layers how many layers it lists
  /// @param created when it says that it was made; absent where it does not say
  public record Read(Platform platform, int layers, Optional<Instant> created) implements Result {}

  /// @param problem what is wrong, in our words, to be read after the registry's name
  public record Unreadable(String problem) implements Result {}

  /// Reads a config; any bytes give a result.
  public static Result read(byte[] body) {
    try {
      return HostileJson.members(body, MEMBERS)
          .<Result>map(ImageConfigReader::read)
          .orElseGet(() -> new Unreadable("answers with an image config that is no JSON object"));
    } catch (IOException e) {
      return new Unreadable("answers with an image config that is not JSON");
    }
  }

  private static Read read(ObjectNode members) {
    return new Read(
        PlatformMembers.read(members),
        GoJson.member(members.path("rootfs"), "diff_ids").size(),
        created(GoJson.text(members, "created")));
  }

  private static Optional<Instant> created(String text) {
    try {
      return Optional.of(Instant.parse(text)).filter(it -> !it.isBefore(FIRST_IMAGE));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
