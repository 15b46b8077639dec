package dev.pullable.yaml;

import java.io.ByteArrayInputStream;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.YamlUnicodeReader;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.constructor.StandardConstructor;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.resolver.CoreScalarResolver;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/// The documents of a YAML (or JSON) text, one at a time, within bounds on depth and on size with
/// aliases written out.
public final class BoundedYaml implements Iterator<@Nullable Object> {
  /// The longest text that is read.
  public static final int MAX_BYTES = 16 << 20;

  private static final int BUFFER = 1 << 20;
  private static final int LEAST_BUFFER = 1 << 10;
  private static final int LONGEST_PROBLEM = 300;
  private static final int MAX_DEPTH = 100;
  private static final int MAX_ALIASES = 100;
  private static final int MAX_VALUES = 2_000_000;

  private final LoadSettings settings;
  private final Composer composer;
  private final boolean asKubectl;
  private int values;

  /// Has the parser leave merge keys to [MergeKeys]: in its own way of merging what is written in a
  /// mapping counts wherever the merge key stands.
  private static final class WithoutMergeTags extends CoreSchema {
    @Override
    public ScalarResolver getScalarResolver() {
      return new CoreScalarResolver(false);
    }
  }

  /// @param text UTF-8 or UTF-16 with a byte order mark, of at most [#MAX_BYTES]
  public BoundedYaml(byte[] text) {
    this(text, false);
  }

  /// The documents as kubectl reads them: merge keys are written out, and of a key that is there
  /// twice the last counts. `kubectl label --local -f FILE -o yaml` of kubectl 1.32 shows both.
  ///
  /// @param text UTF-8 or UTF-16 with a byte order mark, of at most [#MAX_BYTES]
  public static BoundedYaml asKubectl(byte[] text) {
    return new BoundedYaml(JsonTabs.asBlanks(text), true);
  }

  private BoundedYaml(byte[] text, boolean asKubectl) {
    this.asKubectl = asKubectl;
    settings =
        LoadSettings.builder()
            .setCodePointLimit(MAX_BYTES)
            // At each buffer the current token is copied, so that small ones make long tokens slow.
            .setBufferSize(Math.clamp(text.length + 1L, LEAST_BUFFER, BUFFER))
            .setMaxAliasesForCollections(MAX_ALIASES)
            .setAllowDuplicateKeys(asKubectl)
            .setSchema(asKubectl ? new WithoutMergeTags() : new CoreSchema())
            .build();
    StreamReader reader =
        new StreamReader(settings, new YamlUnicodeReader(new ByteArrayInputStream(text)));
    composer =
        new Composer(settings, new BoundedParser(new ParserImpl(settings, reader), MAX_DEPTH));
  }

  /// Whether there is a further document.
  ///
  /// @throws YamlEngineException if it cannot be read; see [#problem]
  @Override
  public boolean hasNext() {
    try {
      return composer.hasNext();
    } catch (NumberFormatException e) {
      throw new YamlEngineException(e);
    }
  }

  /// The next document.
  ///
  /// @throws YamlEngineException if it cannot be read; see [#problem]
  @Override
  public @Nullable Object next() {
    return document().value();
  }

  /// The next document with its node tree.
  ///
  /// @throws YamlEngineException if it cannot be read; see [#problem]
  public YamlDocument document() {
    Node root;
    Object value;
    try {
      root = composer.next();
      if (asKubectl) {
        new MergeKeys(MAX_VALUES).writeOut(root);
      }
      value = new StandardConstructor(settings).constructSingleDocument(Optional.of(root));
    } catch (NumberFormatException e) {
      // The scanner lets it through for an escape without digits.
      throw new YamlEngineException(e);
    }
    values = 0;
    count(value, 0);
    return new YamlDocument(root, value);
  }

  /// Where it is wrong, if that is known.
  public static Optional<Mark> mark(YamlEngineException e) {
    return e instanceof MarkedYamlEngineException marked
        ? marked.getProblemMark()
        : Optional.empty();
  }

  /// What is wrong, without the excerpt of the text that the exceptions' own messages have. One
  /// line of ASCII, since they name characters and keys of the text all the same.
  public static String problem(YamlEngineException e) {
    String problem = ("not YAML: " + detail(e)).replaceAll("[^ -~]+", "?");
    return problem.length() > LONGEST_PROBLEM ? problem.substring(0, LONGEST_PROBLEM) : problem;
  }

  private static String detail(YamlEngineException e) {
    if (e instanceof MarkedYamlEngineException marked) {
      String at =
          marked
              .getProblemMark()
              .map(it -> " (line " + (it.getLine() + 1) + ", column " + (it.getColumn() + 1) + ")")
              .orElse("");
      return marked.getProblem() + at;
    }
    return e.getCause() == null
        ? String.valueOf(e.getMessage())
        : "a value is not what it is marked as";
  }

  private void count(@Nullable Object value, int depth) {
    if (++values > MAX_VALUES || depth > MAX_DEPTH) {
      throw new YamlEngineException("it is too large or too deep once its aliases are written out");
    }
    if (value instanceof Map<?, ?> map) {
      map.values().forEach(member -> count(member, depth + 1));
    } else if (value instanceof Collection<?> list) {
      list.forEach(element -> count(element, depth + 1));
    }
  }
}
