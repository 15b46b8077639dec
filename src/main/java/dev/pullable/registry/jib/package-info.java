/// The registry port over jib-core; the only importer of jib-core and of its HTTP stack.
@NullMarked
package dev.pullable.registry.jib;

import org.jspecify.annotations.NullMarked;
