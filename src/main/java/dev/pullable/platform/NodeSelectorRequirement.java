package dev.pullable.platform;

import java.util.List;

/// One requirement on a Node's labels or fields.
///
/// @param operator `In`, `NotIn`, `Exists`, `DoesNotExist`, `Gt` or `Lt`
public record NodeSelectorRequirement(String key, String operator, List<String> values) {

  public NodeSelectorRequirement {
    values = List.copyOf(values);
  }
}
