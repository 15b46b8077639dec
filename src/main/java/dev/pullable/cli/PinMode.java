package dev.pullable.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// The ways in which digests are written.
final class PinMode implements ITypeConverter<Pins.Mode> {
  @Override
  public Pins.Mode convert(String value) {
    return switch (value) {
      case "in-place" -> Pins.Mode.IN_PLACE;
      case "patch" -> Pins.Mode.PATCH;
      default -> throw new TypeConversionException("it must be in-place or patch, not " + value);
    };
  }
}
