package dev.pullable.reference;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The four parts of a reference, as text.
///
/// @param tag null where there is no `:`
/// @param digest null where there is no `@`
record ReferenceParts(String domain, String path, @Nullable String tag, @Nullable String digest) {

  /// Cuts at the first `:` for the tag and the next `@` for the digest: neither can be in a path,
  /// nor `@` in a tag, so that there is one way only. Nothing is checked.
  static ReferenceParts cut(HostSplit split) {
    String remainder = split.remainder();
    int at = remainder.indexOf('@');
    String digest = at < 0 ? null : remainder.substring(at + 1);
    String name = at < 0 ? remainder : remainder.substring(0, at);
    int colon = name.indexOf(':');
    String tag = colon < 0 ? null : name.substring(colon + 1);
    String path = colon < 0 ? name : name.substring(0, colon);
    return new ReferenceParts(split.domain(), path, tag, digest);
  }

  /// These parts if they meet the grammar. A host with `_` is none to the grammar, which then takes
  /// it for the first component of the path.
  Optional<ReferenceParts> checked() {
    if (!ReferenceGrammar.isPath(path)
        || (tag != null && !ReferenceGrammar.isTag(tag))
        || (digest != null && !ReferenceGrammar.isDigest(digest))) {
      return Optional.empty();
    }
    if (ReferenceGrammar.isDomain(domain)) {
      return Optional.of(this);
    }
    return ReferenceGrammar.isPath(domain)
        ? Optional.of(new ReferenceParts("", domain + "/" + path, tag, digest))
        : Optional.empty();
  }
}
