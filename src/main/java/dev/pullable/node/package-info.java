/// What a node brings to a pull of its own: its docker config and its credential provider plugins.
@NullMarked
package dev.pullable.node;

import org.jspecify.annotations.NullMarked;
