package dev.pullable.testregistry;

/// What a path under `/v2/` points at.
record RequestTarget(RequestKind kind, String repository, String reference) {

  static RequestTarget of(String path) {
    if (path.equals("/v2") || path.equals("/v2/")) {
      return new RequestTarget(RequestKind.BASE, "", "");
    }
    String name = path.substring("/v2/".length());
    if (name.endsWith("/tags/list")) {
      return new RequestTarget(
          RequestKind.TAGS, name.substring(0, name.length() - "/tags/list".length()), "");
    }
    return parted(name, "/manifests/", RequestKind.MANIFEST);
  }

  private static RequestTarget parted(String name, String separator, RequestKind kind) {
    int at = name.lastIndexOf(separator);
    if (at > 0) {
      String reference = name.substring(at + separator.length());
      return new RequestTarget(kind, name.substring(0, at), reference);
    }
    return switch (kind) {
      case MANIFEST -> parted(name, "/blobs/uploads/", RequestKind.UPLOAD);
      case UPLOAD -> parted(name, "/blobs/", RequestKind.BLOB);
      case BASE, BLOB, TAGS, TOKEN, OTHER -> new RequestTarget(RequestKind.OTHER, "", "");
    };
  }
}
