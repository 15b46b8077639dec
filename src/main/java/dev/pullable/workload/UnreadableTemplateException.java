package dev.pullable.workload;

/// A Pod template that cannot be read, in an object of a kind that is not Kubernetes' own. The
/// message quotes no value.
public final class UnreadableTemplateException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String fieldPath;

  UnreadableTemplateException(String fieldPath) {
    super(fieldPath + " does not have the type that a Pod spec demands");
    this.fieldPath = fieldPath;
  }

  /// What cannot be read, such as `spec.template.spec.containers`.
  public String fieldPath() {
    return fieldPath;
  }
}
