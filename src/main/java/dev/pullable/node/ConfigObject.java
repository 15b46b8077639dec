package dev.pullable.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An object of a configuration, read as strictly as Kubernetes reads its own: a value of a wrong
/// type and a field that is not known are problems, `null` is the same as nothing.
///
/// Problems show where something is wrong and never a value, which may be secret.
final class ConfigObject {
  private static final int LONGEST_SHOWN = 50;

  private final Map<?, ?> fields;
  private final String path;
  private final List<String> problems;

  private ConfigObject(Map<?, ?> fields, String path, List<String> problems) {
    this.fields = fields;
    this.path = path;
    this.problems = problems;
  }

  /// The root of a document.
  ///
  /// @param problems where they are noted
  static ConfigObject of(@Nullable Object document, List<String> problems) {
    return object(document, "", problems);
  }

  /// Notes every field of another name.
  void expect(Set<String> names) {
    for (Object name : fields.keySet()) {
      // A name may be anything in YAML, even null.
      if (!(name instanceof String text && names.contains(text))) {
        note(shown(String.valueOf(name)), "is not known");
      }
    }
  }

  boolean has(String name) {
    return fields.get(name) != null;
  }

  /// A string; empty where there is none.
  String string(String name) {
    Object value = fields.get(name);
    if (value instanceof String text) {
      return text;
    }
    if (value != null) {
      note(name, "must be a string");
    }
    return "";
  }

  /// A list of strings; empty where there is none.
  List<String> strings(String name) {
    List<String> strings = new ArrayList<>();
    for (Object value : list(name)) {
      if (value instanceof String text) {
        strings.add(text);
      } else {
        note(name, "must be a list of strings");
      }
    }
    return strings;
  }

  /// A list of objects; empty where there is none.
  List<ConfigObject> objects(String name) {
    List<ConfigObject> objects = new ArrayList<>();
    for (Object value : list(name)) {
      objects.add(object(value, at(name) + "[" + objects.size() + "]", problems));
    }
    return objects;
  }

  void note(String name, String problem) {
    problems.add(at(name) + " " + problem);
  }

  private List<?> list(String name) {
    Object value = fields.get(name);
    if (value instanceof List<?> list) {
      return list;
    }
    if (value != null) {
      note(name, "must be a list");
    }
    return List.of();
  }

  private String at(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private static ConfigObject object(@Nullable Object value, String path, List<String> problems) {
    if (value instanceof Map<?, ?> fields) {
      return new ConfigObject(fields, path, problems);
    }
    problems.add((path.isEmpty() ? "the document" : path) + " must be an object");
    return new ConfigObject(Map.of(), path, problems);
  }

  private static String shown(String name) {
    String text = name.replaceAll("[^\\x20-\\x7e]", "?");
    return text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "…" : text;
  }
}
