package dev.pullable.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pullable.reference.ImageReference;
import dev.pullable.reference.ImageReferenceParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// Reads a page of tags or of repositories. What could not stand in a reference is left out: these
/// names come to terminals, and may be anybody's.
public final class NamesReader {
  private static final String ANY = "registry.invalid/";

  private NamesReader() {}

  /// What was read.
  public sealed interface Result {}

  public record Read(List<String> names) implements Result {}

  /// @param problem what is wrong, in our words, to be read after the registry's name
  public record Unreadable(String problem) implements Result {}

  /// Reads a page of tags; any bytes give a result.
  ///
  /// @param most after how many it is enough
  public static Result tags(byte[] body, int most) {
    return read(body, "tags", NamesReader::isTag, most);
  }

  /// Reads a page of repositories; any bytes give a result.
  ///
  /// @param most after how many it is enough
  public static Result repositories(byte[] body, int most) {
    return read(body, "repositories", NamesReader::isRepository, most);
  }

  private static Result read(byte[] body, String member, Predicate<String> fits, int most) {
    try {
      return HostileJson.members(body, Set.of(member))
          .<Result>map(members -> new Read(names(members, member, fits, most)))
          .orElseGet(() -> new Unreadable("answers with a list that is no JSON object"));
    } catch (IOException e) {
      return new Unreadable("answers with a list that is not JSON");
    }
  }

  private static List<String> names(
      ObjectNode members, String member, Predicate<String> fits, int most) {
    List<String> names = new ArrayList<>();
    for (JsonNode name : members.path(member)) {
      if (names.size() < most && name.isTextual() && fits.test(name.textValue())) {
        names.add(name.textValue());
      }
    }
    return names;
  }

  private static boolean isTag(String text) {
    return ImageReferenceParser.parse(ANY + "app:" + text) instanceof ImageReference reference
        && text.equals(reference.tag())
        && reference.digest() == null;
  }

  private static boolean isRepository(String text) {
    return ImageReferenceParser.parse(ANY + text) instanceof ImageReference reference
        && text.equals(reference.path())
        && reference.tag() == null
        && reference.digest() == null;
  }
}
