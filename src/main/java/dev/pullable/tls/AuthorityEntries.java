package dev.pullable.tls;

import java.util.Map;
import java.util.TreeSet;

/// The text entries under which authorities are kept, such as `tls.crt`. Some hold private keys, so
/// that no text of this object shows a value.
public record AuthorityEntries(Map<String, String> values) {
  public AuthorityEntries {
    values = Map.copyOf(values);
  }

  @Override
  public String toString() {
    return "AuthorityEntries" + new TreeSet<>(values.keySet());
  }
}
