package dev.pullable.registry;

import java.util.List;

/// Everything a registry can say to a request for names.
public sealed interface NamesAnswer permits NamesAnswer.Names, Refusal {

  /// @param names tags of a repository, or repositories of a registry: some of them, in the
  ///   registry's order, each of the grammar that references have, so that it may be shown
  record Names(List<String> names) implements NamesAnswer {
    /// None.
    public static final Names NONE = new Names(List.of());

    public Names {
      names = List.copyOf(names);
    }
  }
}
