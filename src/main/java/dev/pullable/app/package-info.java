/// Spring: configuration, and the one page of wiring.
@NullMarked
package dev.pullable.app;

import org.jspecify.annotations.NullMarked;
