/// Spans of time as Kubernetes and containerd write them in their files.
@NullMarked
package dev.pullable.duration;

import org.jspecify.annotations.NullMarked;
