package dev.pullable.manifest;

import dev.pullable.yaml.BoundedYaml;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/// Changes to images in the text of a file, that leave every other character of it as it is.
public final class ImageEdits {
  private final SourceText source;
  private final byte[] original;
  private final Map<Place, String> wanted;
  private final List<Refusal> refused = new ArrayList<>();

  /// By where they are written.
  private final TreeMap<Integer, Replacement> replacements = new TreeMap<>();

  /// An image that is left as it is.
  ///
  /// @param problem why, in one clause
  public record Refusal(Place place, String problem) {}

  /// A text after its changes.
  public static final class Edited {
    private final byte[] text;
    private final List<Place> places;
    private final List<Refusal> refused;

    private Edited(byte[] text, List<Place> places, List<Refusal> refused) {
      this.text = text;
      this.places = List.copyOf(places);
      this.refused = List.copyOf(refused);
    }

    /// The original text where nothing is changed; not a copy.
    public byte[] text() {
      return text;
    }

    /// The images that were changed, where they stood.
    public List<Place> places() {
      return places;
    }

    public List<Refusal> refused() {
      return refused;
    }
  }

  /// @param written what the new text has there
  record Replacement(Place place, int start, int end, String written, String value) {}

  private ImageEdits(String file, byte[] text, Map<Place, String> wanted) {
    this.source = new SourceText(file, text);
    this.original = text;
    this.wanted = wanted;
  }

  /// Changes images. How each is quoted stays, and the new text was read to say just what is
  /// wanted; what cannot be changed so is refused.
  ///
  /// @param file what places call it
  /// @param wanted the new images, by where the old ones stand
  public static Edited apply(String file, byte[] text, Map<Place, String> wanted) {
    return new ImageEdits(file, text, wanted).apply();
  }

  private Edited apply() {
    if (wanted.isEmpty()) {
      return new Edited(original, List.of(), List.of());
    }
    List<Node> before;
    try {
      before = documents(original);
    } catch (YamlEngineException e) {
      return unchanged(BoundedYaml.problem(e));
    }
    if (!Arrays.equals(source.encode(source.text()), original)) {
      return unchanged("the file has bytes that are no text");
    }
    Map<Integer, ScalarNode> scalars = SameTrees.scalars(before, source);
    wanted.forEach((place, value) -> find(scalars, place, value));
    if (replacements.isEmpty()) {
      return new Edited(original, List.of(), refused);
    }
    byte[] text = source.encode(edited());
    return saysWhatIsWanted(before, text)
        ? new Edited(text, replacements.values().stream().map(Replacement::place).toList(), refused)
        : unchanged("the file would not be read as it is meant");
  }

  private static List<Node> documents(byte[] text) {
    List<Node> roots = new ArrayList<>();
    BoundedYaml documents = BoundedYaml.asKubectl(text);
    while (documents.hasNext()) {
      roots.add(documents.document().root());
    }
    return roots;
  }

  private Edited unchanged(String problem) {
    return new Edited(
        original,
        List.of(),
        wanted.keySet().stream().map(place -> new Refusal(place, problem)).toList());
  }

  private void find(Map<Integer, ScalarNode> scalars, Place place, String value) {
    ScalarNode scalar = scalars.get(source.offset(place));
    if (scalar == null || !WrittenNode.of(scalar, source).in(source).equals(place)) {
      refused.add(new Refusal(place, "no value is written there any more"));
      return;
    }
    if (scalar.getValue().equals(value)) {
      return;
    }
    WrittenNode written = WrittenNode.of(scalar, source);
    ScalarText.of(scalar, source.text().substring(written.start(), written.end()))
        .rewritten(value)
        .ifPresentOrElse(
            it -> replace(place, written, it, value),
            () -> refused.add(new Refusal(place, "it is not written on one line")));
  }

  private void replace(Place place, WrittenNode old, String written, String value) {
    replacements.put(old.start(), new Replacement(place, old.start(), old.end(), written, value));
  }

  private String edited() {
    StringBuilder text = new StringBuilder();
    int from = 0;
    for (Replacement it : replacements.values()) {
      text.append(source.text(), from, it.start()).append(it.written());
      from = it.end();
    }
    return text.append(source.text(), from, source.text().length()).toString();
  }

  private boolean saysWhatIsWanted(List<Node> before, byte[] text) {
    try {
      return new SameTrees(source, replacements).same(before, documents(text));
    } catch (YamlEngineException _) {
      return false;
    }
  }
}
