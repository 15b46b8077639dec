package dev.pullable.cli;

import dev.pullable.reference.EmbeddedSecrets;
import dev.pullable.reference.ImageReference;
import dev.pullable.reference.ImageReferenceParser;
import dev.pullable.reference.InvalidReference;

/// What is told of an image reference: what it means, and what of that was not written.
final class ExplainedReference {
  private ExplainedReference() {}

  static String written(String image) {
    return Printable.of(EmbeddedSecrets.hidden(image));
  }

  static ExplainedImage.Reference of(String image) {
    return switch (ImageReferenceParser.parse(image)) {
      case InvalidReference it ->
          new ExplainedImage.Reference(
              Printable.of(it.detail()), "", "", "", "", "", "", "", "", "");
      case ImageReference it -> of(it);
    };
  }

  private static ExplainedImage.Reference of(ImageReference it) {
    String tag = it.effectiveTag();
    return new ExplainedImage.Reference(
        "",
        it.canonical(),
        it.domain(),
        registryNote(it),
        it.path(),
        it.written().contains(it.path()) ? "" : "library/ is added on Docker Hub",
        tag == null ? "" : tag,
        tagNote(it),
        it.digest() == null ? "" : it.digest().toString(),
        it.manifestReference());
  }

  private static String registryNote(ImageReference it) {
    if (it.domain().isEmpty()) {
      return "none: the first component is no host, and none is added";
    }
    if (it.written().startsWith(it.domain() + "/")) {
      return "";
    }
    return it.written().startsWith("index.docker.io/")
        ? "for index.docker.io"
        : "by default: the reference names no host";
  }

  private static String tagNote(ImageReference it) {
    if (it.tag() == null) {
      return it.digest() == null ? "by default: neither tag nor digest is written" : "";
    }
    return it.digest() == null ? "" : "of no account: containerd drops a tag beside a digest";
  }
}
