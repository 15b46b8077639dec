package dev.pullable.credential;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A pattern for one label of a host name, as Go's `filepath.Match` has it: `*`, `?`, `[a-z]`,
/// `[^a-z]` and `\`. A bad pattern matches nothing.
///
/// Octets stand for characters: of all hosts only an IPv6 literal can hold a bracket, so a class
/// never has anything but ASCII.
public final class HostGlob {
  /// DNS has no longer label. It keeps hostile patterns and names from costing more than moments.
  private static final int LONGEST_LABEL = 63;

  /// More of them, with no star beside another, could match no label of that length.
  private static final int MOST_TERMS = 2 * LONGEST_LABEL + 1;

  private static final String SPECIAL = "*?[\\";

  private final String text;
  private final @Nullable List<Term> terms;

  private HostGlob(String text, @Nullable List<Term> terms) {
    this.text = text;
    this.terms = terms;
  }

  public static HostGlob of(String pattern) {
    boolean literal = pattern.chars().noneMatch(c -> SPECIAL.indexOf(c) >= 0);
    return new HostGlob(pattern, literal ? null : new Parser(pattern).terms());
  }

  /// Whether a host matches a pattern label by label, each label of the pattern being a glob.
  public static boolean matchesHost(String pattern, String host) {
    String[] wanted = pattern.split("\\.", -1);
    String[] labels = host.split("\\.", -1);
    if (wanted.length != labels.length) {
      return false;
    }
    for (int i = 0; i < wanted.length; i++) {
      if (!of(wanted[i]).matches(labels[i])) {
        return false;
      }
    }
    return true;
  }

  /// Whether a label matches.
  public boolean matches(String name) {
    if (terms == null) {
      return text.equals(name);
    }
    return name.length() <= LONGEST_LABEL && matches(terms, name);
  }

  /// Tries the shortest run for each star and returns to the last one only: an earlier star could
  /// not reach further.
  private static boolean matches(List<Term> terms, String name) {
    int term = 0;
    int at = 0;
    int star = -1;
    int resume = 0;
    while (at < name.length()) {
      if (term < terms.size() && terms.get(term) instanceof Star) {
        star = term++;
        resume = at;
      } else if (term < terms.size() && terms.get(term).takes(name.charAt(at))) {
        term++;
        at++;
      } else if (star >= 0) {
        term = star + 1;
        at = ++resume;
      } else {
        return false;
      }
    }
    return terms.subList(term, terms.size()).stream().allMatch(Star.class::isInstance);
  }

  private sealed interface Term {
    boolean takes(char c);
  }

  private record Star() implements Term {
    @Override
    public boolean takes(char c) {
      return true;
    }
  }

  private record AnyOne() implements Term {
    @Override
    public boolean takes(char c) {
      return c != '/';
    }
  }

  private record One(char character) implements Term {
    @Override
    public boolean takes(char c) {
      return c == character;
    }
  }

  private record OneOf(boolean negated, List<Range> ranges) implements Term {
    @Override
    public boolean takes(char c) {
      return ranges.stream().anyMatch(r -> r.low <= c && c <= r.high) != negated;
    }
  }

  private record Range(char low, char high) {}

  private record Nothing() implements Term {
    @Override
    public boolean takes(char c) {
      return false;
    }
  }

  /// Reads a pattern's terms.
  private static final class Parser {
    private final String pattern;
    private int at;

    Parser(String pattern) {
      this.pattern = pattern;
    }

    List<Term> terms() {
      List<Term> terms = new ArrayList<>();
      while (at < pattern.length()) {
        Term term = term();
        boolean repeated =
            term instanceof Star && !terms.isEmpty() && terms.getLast() instanceof Star;
        if (term instanceof Nothing || terms.size() > MOST_TERMS) {
          return List.of(new Nothing());
        }
        if (!repeated) {
          terms.add(term);
        }
      }
      return terms;
    }

    private Term term() {
      char c = pattern.charAt(at++);
      return switch (c) {
        case '*' -> new Star();
        case '?' -> new AnyOne();
        case '[' -> characterClass();
        case '\\' -> at < pattern.length() ? new One(pattern.charAt(at++)) : new Nothing();
        default -> new One(c);
      };
    }

    private Term characterClass() {
      boolean negated = at < pattern.length() && pattern.charAt(at) == '^';
      if (negated) {
        at++;
      }
      List<Range> ranges = new ArrayList<>();
      while (ranges.isEmpty() || pattern.charAt(at) != ']') {
        int low = bound();
        int high = low;
        if (low >= 0 && pattern.charAt(at) == '-') {
          at++;
          high = bound();
        }
        if (low < 0 || high < 0) {
          return new Nothing();
        }
        ranges.add(new Range((char) low, (char) high));
      }
      at++;
      return new OneOf(negated, List.copyOf(ranges));
    }

    /// One end of a range; -1 if it is none or the pattern ends with it.
    private int bound() {
      if (at >= pattern.length() || pattern.charAt(at) == '-' || pattern.charAt(at) == ']') {
        return -1;
      }
      if (pattern.charAt(at) == '\\' && ++at >= pattern.length()) {
        return -1;
      }
      int c = pattern.charAt(at++);
      return at < pattern.length() ? c : -1;
    }
  }
}
