package dev.pullable.credential;

import java.util.List;

/// The docker config in the kubelet's own directory, `/var/lib/kubelet/config.json` by default.
public sealed interface NodeConfig {
  /// The largest that is read.
  int LARGEST = DockerConfigReader.LARGEST;

  /// A docker config with its entries, possibly none.
  record Loaded(Keyring keyring) implements NodeConfig {}

  /// No docker config. The kubelet passes over it with a line in its log and looks elsewhere, up to
  /// `/.dockercfg` (kubelet: pkg/credentialprovider/config.go, ReadDockerConfigFile).
  ///
  /// @param detail what is wrong and where, to be read after the file's name; shows no value
  record Malformed(String detail) implements NodeConfig {}

  /// Reads it.
  ///
  /// @param name what explanations call it, such as `config.json`
  static NodeConfig read(String name, byte[] json) {
    return switch (DockerConfig.read(DockerConfig.Layout.JSON, json)) {
      case DockerConfig.Malformed(String detail) -> new Malformed(detail);
      case DockerConfig.Parsed(List<DockerConfig.Entry> entries, String _) ->
          new Loaded(Keyring.ofNode(name, entries));
    };
  }
}
