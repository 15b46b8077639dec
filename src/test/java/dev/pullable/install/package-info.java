/// Tries the manifests: rendered, and in a real cluster.
@NullMarked
package dev.pullable.install;

import org.jspecify.annotations.NullMarked;
