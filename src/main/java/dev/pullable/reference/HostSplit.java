package dev.pullable.reference;

/// An image string cut into registry host and the rest, the way Docker always did it: a first
/// component that does not look like a host belongs to a path on Docker Hub.
///
/// @param domain the host with its port, `docker.io` where none was written; not yet checked
/// @param remainder path, tag and digest; not yet checked
record HostSplit(String domain, String remainder) {
  static final String DOCKER_HUB = "docker.io";
  static final String OFFICIAL = "library/";
  private static final String LEGACY_DOCKER_HUB = "index.docker.io";

  // distribution/reference: normalize.go, splitDockerDomain
  static HostSplit of(String written) {
    int slash = written.indexOf('/');
    boolean hosted = slash >= 0 && looksLikeHost(written.substring(0, slash));
    String domain = hosted ? written.substring(0, slash) : DOCKER_HUB;
    String remainder = hosted ? written.substring(slash + 1) : written;
    if (domain.equals(LEGACY_DOCKER_HUB)) {
      domain = DOCKER_HUB;
    }
    boolean official = domain.equals(DOCKER_HUB) && remainder.indexOf('/') < 0;
    return new HostSplit(domain, official ? OFFICIAL + remainder : remainder);
  }

  private static boolean looksLikeHost(String first) {
    return first.indexOf('.') >= 0
        || first.indexOf(':') >= 0
        || first.equals("localhost")
        || LetterCase.firstUpper(first) >= 0;
  }

  /// What may have no upper-case letter: everything up to the first colon, an `@` or not.
  String repository() {
    int colon = remainder.indexOf(':');
    return colon < 0 ? remainder : remainder.substring(0, colon);
  }

  HostSplit toLowerCase() {
    return new HostSplit(LetterCase.lower(domain), LetterCase.lower(remainder));
  }
}
