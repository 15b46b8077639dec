package dev.pullable.reference;

/// An image string that the kubelet refuses as `InvalidImageName`, without asking any registry.
///
/// @param problem which rule it breaks
/// @param detail one clause for people, such as "the tag may not begin with '-'"
public record InvalidReference(String written, Problem problem, String detail)
    implements ParsedReference {

  /// The rule of distribution/reference that was broken.
  public enum Problem {
    /// The grammar is not met.
    FORMAT,
    /// The repository path has an upper-case letter.
    UPPERCASE,
    /// The path, with `library/` added and without the host, is over 255 characters.
    TOO_LONG,
    /// The name is 64 hex digits, which would be taken for an image id.
    HEX_ID,
    /// The digest's algorithm is none of sha256, sha384 and sha512.
    DIGEST_UNSUPPORTED,
    /// The digest has a wrong number of hex digits.
    DIGEST_LENGTH,
    /// The digest has the right length but is not lower-case hex.
    DIGEST_FORMAT
  }
}
