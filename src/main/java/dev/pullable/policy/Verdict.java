package dev.pullable.policy;

import java.util.List;

/// The decision over a workload.
public sealed interface Verdict {

  /// What it is denied for; empty where it is admitted.
  default List<Finding> denied() {
    return switch (this) {
      case Admit _ -> List.of();
      case Deny deny -> deny.findings();
      case Suspended _ -> List.of();
    };
  }

  /// What it would be denied for, had its namespace no break-glass.
  default List<Finding> suspended() {
    return switch (this) {
      case Admit _, Deny _ -> List.of();
      case Suspended it -> it.findings();
    };
  }

  /// What is to be said aside, most important first.
  List<Finding> warnings();

  /// What is only recorded.
  List<Finding> audited();

  record Admit(List<Finding> warnings, List<Finding> audited) implements Verdict {
    public Admit {
      warnings = List.copyOf(warnings);
      audited = List.copyOf(audited);
    }
  }

  /// @param findings what it is denied for, in the order of the object; never empty
  record Deny(List<Finding> findings, List<Finding> warnings, List<Finding> audited)
      implements Verdict {
    public Deny {
      findings = List.copyOf(findings);
      warnings = List.copyOf(warnings);
      audited = List.copyOf(audited);
    }
  }

  /// Admitted although there is what it would be denied for.
  ///
  /// @param findings what it would be denied for, in the order of the object; never empty
  record Suspended(
      BreakGlass breakGlass, List<Finding> findings, List<Finding> warnings, List<Finding> audited)
      implements Verdict {
    public Suspended {
      findings = List.copyOf(findings);
      warnings = List.copyOf(warnings);
      audited = List.copyOf(audited);
    }
  }
}
