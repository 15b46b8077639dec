package dev.pullable.reference;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which part of a reference breaks the grammar, and how, in one clause that quotes nothing of it.
final class PartExplanation {
  private PartExplanation() {}

  static Optional<String> of(ReferenceParts parts) {
    return domain(parts.domain())
        .or(() -> path(parts.path()))
        .or(() -> tag(parts.tag()))
        .or(() -> digest(parts.digest()));
  }

  private static Optional<String> domain(String domain) {
    if (ReferenceGrammar.isDomain(domain) || ReferenceGrammar.isPath(domain)) {
      return Optional.empty();
    }
    if (domain.indexOf('@') >= 0) {
      return Optional.of("a digest ends a reference, nothing may follow it");
    }
    int hostEnd = ReferenceGrammar.hostEnd(domain);
    if (domain.startsWith("[")) {
      return Optional.of("the host is not an IPv6 address in brackets, with or without a port");
    }
    return Optional.of(
        domain.indexOf(':') != domain.lastIndexOf(':')
            ? "the host has more than one ':', which only an IPv6 address in brackets may"
            : hostName(domain.substring(0, hostEnd), hostEnd < domain.length()));
  }

  private static String hostName(String host, boolean port) {
    if (host.isEmpty()) {
      return "the host is empty";
    }
    if (host.indexOf('_') >= 0) {
      return "the host may not contain '_'";
    }
    if (host.startsWith(".") || host.endsWith(".") || host.contains("..")) {
      return "the host may not begin or end with '.', nor have two in a row";
    }
    if (!port || !ReferenceGrammar.isDomain(host)) {
      return "no label of the host may begin or end with '-'";
    }
    return "what follows ':' in the host is not a port number";
  }

  private static Optional<String> path(String path) {
    if (ReferenceGrammar.isPath(path)) {
      return Optional.empty();
    }
    if (path.isEmpty() || path.equals(HostSplit.OFFICIAL)) {
      return Optional.of("the repository path is empty");
    }
    boolean edge = isSeparator(path.charAt(0)) || isSeparator(path.charAt(path.length() - 1));
    for (int slash = path.indexOf('/'); slash >= 0 && !edge; slash = path.indexOf('/', slash + 1)) {
      edge =
          (slash > 0 && isSeparator(path.charAt(slash - 1)))
              || (slash + 1 < path.length() && isSeparator(path.charAt(slash + 1)));
    }
    return Optional.of(
        edge
            ? "each component of the repository path begins and ends with a letter or digit"
            : "the repository path may have only lower-case letters and digits, parted by one '.',"
                + " one or two '_' or any number of '-'");
  }

  private static Optional<String> tag(@Nullable String tag) {
    if (tag == null || ReferenceGrammar.isTag(tag)) {
      return Optional.empty();
    }
    if (tag.isEmpty()) {
      return Optional.of("the tag is empty");
    }
    if (tag.startsWith(".") || tag.startsWith("-")) {
      return Optional.of("the tag may not begin with '.' or '-'");
    }
    return Optional.of(
        "the tag may have up to 128 letters, digits, '_', '.' and '-', and nothing else");
  }

  private static Optional<String> digest(@Nullable String digest) {
    return digest == null || ReferenceGrammar.isDigest(digest)
        ? Optional.empty()
        : Optional.of("what follows '@' is not a digest, such as sha256: and 64 hex digits");
  }

  private static boolean isSeparator(char c) {
    return Ascii.isOneOf(c, "._-/");
  }
}
