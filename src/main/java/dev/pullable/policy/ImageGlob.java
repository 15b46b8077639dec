package dev.pullable.policy;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A pattern for the normalised names of images: `*` stands for any characters within one segment
/// of the path, `**` for any at all, and everything else for itself.
public final class ImageGlob {
  private static final int LONGEST = 255;
  private static final int LONGEST_TOLD = 60;
  private static final Pattern CHARACTERS = Pattern.compile("[-A-Za-z0-9._:/*]+");
  private static final char STAR = '\u0001';
  private static final char GLOBSTAR = '\u0002';

  private final String terms;
  private final String start;

  private ImageGlob(String glob) {
    terms = glob.replace("**", String.valueOf(GLOBSTAR)).replace('*', STAR);
    int wild = glob.indexOf('*');
    start = wild < 0 ? glob : glob.substring(0, wild);
  }

  /// @throws IllegalArgumentException saying in one clause why it would never match as it was meant
  public static ImageGlob parse(String glob) {
    if (glob.length() > LONGEST) {
      throw new IllegalArgumentException("it has more than " + LONGEST + " characters");
    }
    if (glob.contains("@")) {
      throw new IllegalArgumentException("digests are not matched: leave out the @ and the rest");
    }
    if (!CHARACTERS.matcher(glob).matches() || glob.contains("***")) {
      throw new IllegalArgumentException("it is made of a-z, A-Z, 0-9, . _ - : / * and **");
    }
    if (!glob.startsWith("**") && !startsWithRegistry(glob)) {
      throw new IllegalArgumentException(
          "it begins with the registry, such as docker.io/"
              + (glob.contains("/") ? "" : "library/")
              + (glob.length() <= LONGEST_TOLD ? glob : "…"));
    }
    return new ImageGlob(glob);
  }

  /// As distribution/reference tells a host from a path.
  private static boolean startsWithRegistry(String glob) {
    int slash = glob.indexOf('/');
    String first = glob.substring(0, Math.max(slash, 0));
    return slash > 0 && (first.equals("localhost") || first.matches(".*[.:*A-Z].*"));
  }

  /// Whether the whole name matches. Takes at most the product of both lengths in steps.
  boolean matches(String name) {
    if (!name.startsWith(start)) {
      return false;
    }
    boolean[] reached = new boolean[terms.length() + 1];
    reached[0] = true;
    passStars(reached);
    for (int i = 0; i < name.length(); i++) {
      reached = after(reached, name.charAt(i));
    }
    return reached[terms.length()];
  }

  private boolean[] after(boolean[] reached, char c) {
    boolean[] next = new boolean[reached.length];
    for (int i = 0; i < terms.length(); i++) {
      char term = terms.charAt(i);
      boolean stays = term == GLOBSTAR || (term == STAR && c != '/');
      next[i] |= reached[i] && stays;
      next[i + 1] = reached[i] && term == c;
    }
    passStars(next);
    return next;
  }

  /// A star may stand for nothing.
  private void passStars(boolean[] reached) {
    for (int i = 0; i < terms.length(); i++) {
      reached[i + 1] |= reached[i] && (terms.charAt(i) == STAR || terms.charAt(i) == GLOBSTAR);
    }
  }

  @Override
  public boolean equals(@Nullable Object object) {
    return object instanceof ImageGlob other && terms.equals(other.terms);
  }

  @Override
  public int hashCode() {
    return terms.hashCode();
  }
}
