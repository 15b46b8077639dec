package dev.pullable.policy;

/// What a request is let in for without having been looked at, as Pod Security Admission has it.
public enum Exemption {
  NAMESPACE("namespace"),
  USER("user"),
  RUNTIME_CLASS("runtimeClass");

  private final String word;

  Exemption(String word) {
    this.word = word;
  }

  /// As it stands in the audit log.
  public String word() {
    return word;
  }
}
