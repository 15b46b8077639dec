package dev.pullable.audit;

import java.util.Map;

/// A finished pass.
///
/// @param owners those that the report's findings name
public record Audited(AuditReport report, Map<Owner.Name, Owner> owners) {
  public Audited {
    owners = Map.copyOf(owners);
  }
}
