package dev.pullable.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// The severities at which a check can fail.
final class FailOn implements ITypeConverter<Severity> {
  @Override
  public Severity convert(String value) {
    return switch (value) {
      case "deny" -> Severity.DENY;
      case "warn" -> Severity.WARN;
      default -> throw new TypeConversionException("it must be deny or warn, not " + value);
    };
  }
}
