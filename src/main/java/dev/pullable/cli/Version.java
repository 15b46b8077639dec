package dev.pullable.cli;

import picocli.CommandLine.IVersionProvider;

/// The version that the jar's manifest tells.
public final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    String version = Version.class.getPackage().getImplementationVersion();
    return new String[] {"pullable " + (version == null ? "(not from a jar)" : version)};
  }
}
