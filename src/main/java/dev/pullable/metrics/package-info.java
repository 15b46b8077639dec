/// What Pullable counts and times, as Micrometer meters; docs/operating.md explains each.
@NullMarked
package dev.pullable.metrics;

import org.jspecify.annotations.NullMarked;
