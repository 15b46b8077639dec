package dev.pullable.install;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A call of the Kubernetes API, in the words of RBAC.
///
/// @param group empty for the core group
/// @param namespace empty for what has none
/// @param name empty for a list, a watch and a create
record ApiCall(
    String verb, String group, String resource, String namespace, String name, int status) {

  static ApiCall of(String method, String path, String query, int status) {
    List<String> parts = new ArrayList<>(Arrays.asList(path.substring(1).split("/", -1)));
    boolean core = parts.removeFirst().equals("api");
    String group = core ? "" : parts.removeFirst();
    parts.removeFirst(); // the version
    boolean namespaced = parts.size() > 2 && parts.getFirst().equals("namespaces");
    String namespace = namespaced ? parts.get(1) : "";
    List<String> rest = namespaced ? parts.subList(2, parts.size()) : parts;
    String name = rest.size() > 1 ? rest.get(1) : "";
    // Discovery of a group is of no resource.
    String resource = rest.isEmpty() ? "" : rest.getFirst();
    return new ApiCall(verb(method, name, query), group, resource, namespace, name, status);
  }

  private static String verb(String method, String name, String query) {
    return switch (method) {
      case "GET" -> name.isEmpty() ? (query.contains("watch=true") ? "watch" : "list") : "get";
      case "POST" -> "create";
      case "PUT" -> "update";
      case "PATCH" -> "patch";
      case "DELETE" -> "delete";
      default -> throw new IllegalArgumentException(method);
    };
  }

  /// What has to be granted for it, such as `get secrets`.
  String grant() {
    return verb + " " + (group.isEmpty() ? resource : resource + "." + group);
  }
}
