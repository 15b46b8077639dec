package dev.pullable.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/// The version that the jar's manifest tells.
public final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[] {"pullable " + number().orElse("(not from a jar)")};
  }

  /// Such as `1.2.0`; empty where this does not run from a jar.
  static Optional<String> number() {
    return Optional.ofNullable(Version.class.getPackage().getImplementationVersion());
  }
}
