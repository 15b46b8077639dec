/// What was found, beyond what refused an image, that mends it: nothing here decides anything.
@NullMarked
package dev.pullable.advice;

import org.jspecify.annotations.NullMarked;
