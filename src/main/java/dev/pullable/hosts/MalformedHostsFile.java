package dev.pullable.hosts;

/// What is wrong with a `hosts.toml`, as one clause that quotes nothing of it: it may hold
/// passwords.
final class MalformedHostsFile extends Exception {
  MalformedHostsFile(String problem) {
    super(problem, null, false, false);
  }

  String problem() {
    return String.valueOf(getMessage());
  }
}
