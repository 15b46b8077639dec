package dev.pullable.reference;

import dev.pullable.reference.InvalidReference.Problem;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The reader of image strings: distribution/reference's `ParseNormalizedNamed`, which the kubelet
/// and containerd both use, rule by rule and in its order.
public final class ImageReferenceParser {
  private static final int MAX_PATH = 255;

  private ImageReferenceParser() {}

  /// Reads any string, in time and memory proportional to its length; throws nothing.
  public static ParsedReference parse(String written) {
    if (ReferenceGrammar.isImageId(written)) {
      String detail = "64 hex digits alone are an image's id, not a reference";
      return new InvalidReference(written, Problem.HEX_ID, detail);
    }
    HostSplit split = HostSplit.of(written);
    if (LetterCase.firstUpper(split.repository()) >= 0) {
      return uppercase(written);
    }
    Optional<ReferenceParts> parts = ReferenceParts.cut(split).checked();
    return parts.map(found -> reference(written, found)).orElseGet(() -> malformed(written, split));
  }

  private static ParsedReference reference(String written, ReferenceParts parts) {
    int length = parts.path().length();
    if (length > MAX_PATH) {
      String detail = "the repository path has " + length + " characters, more than " + MAX_PATH;
      return new InvalidReference(written, Problem.TOO_LONG, detail);
    }
    String digest = parts.digest();
    return digest == null
        ? reference(written, parts, null)
        : Digest.parse(digest)
            .<ParsedReference>map(parsed -> reference(written, parts, parsed))
            .orElseGet(() -> invalidDigest(written, digest));
  }

  private static ImageReference reference(
      String written, ReferenceParts parts, @Nullable Digest digest) {
    return new ImageReference(written, parts.domain(), parts.path(), parts.tag(), digest);
  }

  // distribution/reference: reference.go, Parse tries again in lower case only to name the error
  private static InvalidReference malformed(String written, HostSplit split) {
    return ReferenceParts.cut(split.toLowerCase()).checked().isPresent()
        ? uppercase(written)
        : new InvalidReference(written, Problem.FORMAT, Explanation.ofFormat(written));
  }

  private static InvalidReference uppercase(String written) {
    return new InvalidReference(written, Problem.UPPERCASE, Explanation.ofUppercase(written));
  }

  // opencontainers/go-digest: digest.go, Validate; algorithm.go, Validate
  private static InvalidReference invalidDigest(String written, String digest) {
    int colon = digest.indexOf(':');
    String algorithm = digest.substring(0, colon);
    int digits = digest.length() - colon - 1;
    Integer wanted = Digest.HEX_DIGITS.get(algorithm);
    if (wanted == null) {
      return LetterCase.firstUpper(algorithm) < 0
          ? new InvalidReference(
              written,
              Problem.DIGEST_UNSUPPORTED,
              "the digest's algorithm is none of sha256, sha384 and sha512")
          : new InvalidReference(
              written,
              Problem.DIGEST_FORMAT,
              "the digest's algorithm may not have upper-case letters");
    }
    if (wanted != digits) {
      String detail = "a %s digest has %d hex digits, not %d".formatted(algorithm, wanted, digits);
      return new InvalidReference(written, Problem.DIGEST_LENGTH, detail);
    }
    String detail = "the digest's hex digits may not be upper-case letters";
    return new InvalidReference(written, Problem.DIGEST_FORMAT, detail);
  }
}
