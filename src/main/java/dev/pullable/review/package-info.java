/// The engine: a workload and a deadline in, a review out.
@NullMarked
package dev.pullable.review;

import org.jspecify.annotations.NullMarked;
