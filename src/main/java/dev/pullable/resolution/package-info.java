/// What a kubelet would experience: the plan of a pull, its attempts, its outcome.
@NullMarked
package dev.pullable.resolution;

import org.jspecify.annotations.NullMarked;
