package dev.pullable.cli;

/// Where commands get their engine.
public interface Engines {

  /// Makes one.
  ///
  /// @throws UnusableOptionException if the options, or the settings that they name, cannot be used
  Engine open(EngineOptions options);
}
