package dev.pullable.node;

import dev.pullable.credential.ProvidedCredentials;

/// What became of asking a plugin about an image.
sealed interface PluginAnswer {
  /// It answered, possibly with no credential at all.
  record Provided(ProvidedCredentials credentials) implements PluginAnswer {}

  /// It failed, or said what is no answer.
  ///
  /// @param why to be read after its name, fit for a Pod's author
  record Failed(String why) implements PluginAnswer {}

  /// It had not answered when the time of whoever asked was over.
  record OutOfTime() implements PluginAnswer {}
}
