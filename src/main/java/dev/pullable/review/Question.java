package dev.pullable.review;

import dev.pullable.workload.ContainerImage;

/// What makes two images of a workload one question.
record Question(String image, ContainerImage.PullPolicy pullPolicy, boolean volume) {
  static Question of(ContainerImage image) {
    return new Question(
        image.image(), image.pullPolicy(), image.kind() == ContainerImage.Kind.IMAGE_VOLUME);
  }
}
