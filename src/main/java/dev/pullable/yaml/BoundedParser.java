package dev.pullable.yaml;

import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.Parser;

/// A parser that refuses what would exhaust the stack or the processor further on: deep nesting,
/// and numbers of very many digits.
final class BoundedParser implements Parser {
  private static final int MAX_DIGITS = 400;

  private final Parser parser;
  private final int maxDepth;
  private int depth;

  BoundedParser(Parser parser, int maxDepth) {
    this.parser = parser;
    this.maxDepth = maxDepth;
  }

  @Override
  public boolean hasNext() {
    return parser.hasNext();
  }

  @Override
  public boolean checkEvent(Event.ID choice) {
    return parser.checkEvent(choice);
  }

  @Override
  public Event peekEvent() {
    return parser.peekEvent();
  }

  @Override
  public Event next() {
    Event event = parser.next();
    switch (event.getEventId()) {
      case SequenceStart, MappingStart -> deeper();
      case SequenceEnd, MappingEnd -> depth--;
      case Scalar -> check((ScalarEvent) event);
      case Alias, Comment, DocumentStart, DocumentEnd, StreamStart, StreamEnd -> {}
    }
    return event;
  }

  private void deeper() {
    if (++depth > maxDepth) {
      throw new YamlEngineException("it is nested more than " + maxDepth + " levels deep");
    }
  }

  private static void check(ScalarEvent scalar) {
    String value = scalar.getValue();
    if (value.length() > MAX_DIGITS && scalar.isPlain() && isNumber(value)) {
      throw new YamlEngineException("a number has more than " + MAX_DIGITS + " digits");
    }
  }

  private static boolean isNumber(String value) {
    return value.startsWith("0x") || value.chars().skip(1).allMatch(Character::isDigit);
  }
}
