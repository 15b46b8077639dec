package dev.pullable.workload;

import dev.pullable.workload.ContainerImage.Kind;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EphemeralContainer;
import io.fabric8.kubernetes.api.model.ImageVolumeSource;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The way from a Pod spec to its images. Empty images, which templates may have, and placeholders
/// are left out.
final class ImageReader {
  private final Set<String> placeholders;

  ImageReader(Set<String> placeholders) {
    this.placeholders = Set.copyOf(placeholders);
  }

  /// The images of the spec that stands at `path`.
  List<ContainerImage> read(String path, PodSpec spec) {
    List<ContainerImage> images = new ArrayList<>();
    each(spec.getInitContainers(), (i, it) -> add(images, initContainer(path, i, it)));
    each(spec.getContainers(), (i, it) -> add(images, container(path, i, it)));
    each(spec.getEphemeralContainers(), (i, it) -> add(images, ephemeralContainer(path, i, it)));
    each(spec.getVolumes(), (i, it) -> volume(path, i, it).ifPresent(image -> add(images, image)));
    return images;
  }

  /// The images of an object whose `ephemeralContainers` stand at its top level.
  List<ContainerImage> readEphemeral(@Nullable Map<?, ?> object) {
    List<ContainerImage> images = new ArrayList<>();
    if (object != null && object.get("ephemeralContainers") instanceof List<?> list) {
      each(
          list,
          (i, it) -> {
            if (it instanceof Map<?, ?> container) {
              add(images, ephemeralContainer("", i, container));
            }
          });
    }
    return images;
  }

  private static ContainerImage initContainer(String path, int i, Container it) {
    String at = path + ".initContainers[" + i + "].image";
    return image(at, Kind.INIT_CONTAINER, it.getName(), it.getImage(), it.getImagePullPolicy());
  }

  private static ContainerImage container(String path, int i, Container it) {
    String at = path + ".containers[" + i + "].image";
    return image(at, Kind.CONTAINER, it.getName(), it.getImage(), it.getImagePullPolicy());
  }

  private static ContainerImage ephemeralContainer(String path, int i, EphemeralContainer it) {
    String at = path + ".ephemeralContainers[" + i + "].image";
    return image(
        at, Kind.EPHEMERAL_CONTAINER, it.getName(), it.getImage(), it.getImagePullPolicy());
  }

  private static ContainerImage ephemeralContainer(String path, int i, Map<?, ?> it) {
    return image(
        path + "ephemeralContainers[" + i + "].image",
        Kind.EPHEMERAL_CONTAINER,
        it.get("name") instanceof String name ? name : "",
        it.get("image") instanceof String image ? image : "",
        it.get("imagePullPolicy") instanceof String policy ? policy : "");
  }

  private static Optional<ContainerImage> volume(String path, int i, Volume it) {
    ImageVolumeSource source = it.getImage();
    if (source == null) {
      return Optional.empty();
    }
    String at = path + ".volumes[" + i + "].image.reference";
    return Optional.of(
        image(at, Kind.IMAGE_VOLUME, it.getName(), source.getReference(), source.getPullPolicy()));
  }

  private static ContainerImage image(
      String path,
      Kind kind,
      @Nullable String name,
      @Nullable String written,
      @Nullable String policy) {
    String image = Text.of(written);
    return new ContainerImage(
        path, kind, Text.of(name), image, PullPolicies.of(Text.of(policy), image));
  }

  private void add(List<ContainerImage> images, ContainerImage image) {
    if (!image.image().isEmpty() && !placeholders.contains(image.image())) {
      images.add(image);
    }
  }

  private interface Indexed<T> {
    void accept(int index, T element);
  }

  private static <T> void each(@Nullable List<? extends @Nullable T> list, Indexed<T> action) {
    if (list == null) {
      return;
    }
    int index = 0;
    for (T element : list) {
      if (element != null) {
        action.accept(index, element);
      }
      index++;
    }
  }
}
