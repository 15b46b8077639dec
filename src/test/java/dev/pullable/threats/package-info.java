/// The attacks of docs/threat-model.md, each with the figure that it names.
@NullMarked
package dev.pullable.threats;

import org.jspecify.annotations.NullMarked;
