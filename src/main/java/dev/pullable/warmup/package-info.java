/// The reviews that the process does for itself before anybody else's: what is slow the first time
/// is slow for nobody.
@NullMarked
package dev.pullable.warmup;

import org.jspecify.annotations.NullMarked;
