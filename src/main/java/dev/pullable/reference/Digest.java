package dev.pullable.reference;

/// A content digest such as `sha256:…`, of an algorithm that containerd supports.
///
/// @param algorithm `sha256`, `sha384` or `sha512`
/// @param hex the lower-case hex digits
public record Digest(String algorithm, String hex) {

  @Override
  public String toString() {
    return algorithm + ":" + hex;
  }
}
