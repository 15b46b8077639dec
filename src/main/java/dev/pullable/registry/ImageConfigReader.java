package dev.pullable.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pullable.platform.Platform;
import java.io.IOException;
import java.util.Set;

/// Reads the platform and the number of layers from an image's config, and passes over the
/// megabytes of history beside them.
public final class ImageConfigReader {
  private static final Set<String> MEMBERS =
      Set.of("os", "architecture", "variant", "os.version", "os.features", "rootfs");

  private ImageConfigReader() {}

  /// What was read.
  public sealed interface Result {}

  /// @param layers how many layers it lists
  public record Read(Platform platform, int layers) implements Result {}

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
        PlatformMembers.read(members), GoJson.member(members.path("rootfs"), "diff_ids").size());
  }
}
