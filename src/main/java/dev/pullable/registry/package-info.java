/// What a registry says: the port, its answers, manifests and their readers.
@NullMarked
package dev.pullable.registry;

import org.jspecify.annotations.NullMarked;
