package dev.pullable.resolution;

import java.util.function.Predicate;

/// What is to be found out about an image that can be pulled, beyond where it runs. It may cost
/// requests: an index says neither how large its images are nor how old.
///
/// @param size whether its size is wanted where it has to be asked for
/// @param age whether its age is
/// @param forbidden whether an image of such content is denied, so that it has to be so now
public record Wanted(boolean size, boolean age, Predicate<Content> forbidden) {
  /// What is known without a request of its own.
  public static final Wanted NOTHING = new Wanted(false, false, _ -> false);
}
