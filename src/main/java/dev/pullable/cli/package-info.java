/// The edge towards a terminal.
@NullMarked
package dev.pullable.cli;

import org.jspecify.annotations.NullMarked;
