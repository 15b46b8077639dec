package dev.pullable.resolution;

import java.util.Locale;

/// A number of bytes as Kubernetes' users write it, such as `12.3 GiB`.
public record ByteSize(long bytes) {
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
  private static final int STEP = 1024;

  @Override
  public String toString() {
    double number = bytes;
    int unit = 0;
    while (number >= STEP) {
      number /= STEP;
      unit++;
    }
    return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", number, UNITS[unit]);
  }
}
