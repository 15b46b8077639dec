package dev.pullable.manifest;

import dev.pullable.manifest.ManifestText.Unread;
import dev.pullable.yaml.BoundedYaml;
import dev.pullable.yaml.YamlDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// The way from the text of one file to its objects and where they stand in it, read as kubectl
/// does.
public final class LocatedManifestReader {
  /// The longest text that is read.
  public static final int MAX_BYTES = BoundedYaml.MAX_BYTES;

  private static final String TEMPLATE = "{{";

  private final SourceText source;
  private final String file;
  private final List<LocatedManifest> objects = new ArrayList<>();
  private final List<Unread> unread = new ArrayList<>();

  private LocatedManifestReader(String file, byte[] text) {
    this.file = file;
    this.source = new SourceText(file, text);
  }

  /// The objects of a YAML or JSON text, in its order. Those before what cannot be read are there.
  ///
  /// @param file what places call it
  /// @param text UTF-8, or with a byte order mark, of at most [#MAX_BYTES]
  public static ManifestText read(String file, byte[] text) {
    return new LocatedManifestReader(file, text).read(BoundedYaml.asKubectl(text));
  }

  private ManifestText read(BoundedYaml documents) {
    try {
      for (int number = 1; documents.hasNext(); number++) {
        YamlDocument document = documents.document();
        if (document.value() != null) {
          add(file + ", document " + number, document.root(), document.value(), Map.of());
        }
      }
    } catch (YamlEngineException e) {
      Place place =
          BoundedYaml.mark(e)
              .map(mark -> WrittenNode.at(mark, source))
              .orElseGet(() -> Place.start(file));
      unread.add(new Unread(place, BoundedYaml.problem(e) + hint(), false));
    }
    return new ManifestText(objects, unread);
  }

  private String hint() {
    return source.text().contains(TEMPLATE)
        ? "; if it is a template, have it rendered first, as by helm template"
        : "";
  }

  private void add(
      String at, Node node, @Nullable Object value, Map<String, @Nullable Object> defaults) {
    KubernetesManifest manifest;
    try {
      manifest = KubernetesManifestReader.manifest(at, value, defaults);
    } catch (UnreadableManifestException e) {
      boolean document = defaults.isEmpty();
      unread.add(new Unread(place(node), "no Kubernetes object: " + e.problem(), document));
      return;
    }
    if (manifest.kind().endsWith("List")
        && manifest.content().get("items") instanceof List<?> items
        && NodePlaces.member(node, "items").orElse(null) instanceof SequenceNode nodes) {
      addItems(at, nodes, items, KubernetesManifestReader.itemDefaults(manifest));
    } else {
      objects.add(new LocatedManifest(manifest, place(node), new NodePlaces(node, source)));
      QuotesMissing.in(node)
          .forEach(it -> unread.add(new Unread(place(it), QuotesMissing.PROBLEM, false)));
    }
  }

  private void addItems(
      String at, SequenceNode nodes, List<?> items, Map<String, @Nullable Object> defaults) {
    for (int i = 0; i < items.size(); i++) {
      Node node = nodes.getValue().get(i);
      String item = at + ", item " + (i + 1);
      if (node instanceof MappingNode) {
        add(item, node, items.get(i), defaults);
      } else {
        unread.add(new Unread(place(node), "no Kubernetes object: not an object", false));
      }
    }
  }

  private Place place(Node node) {
    return WrittenNode.of(node, source).in(source);
  }
}
