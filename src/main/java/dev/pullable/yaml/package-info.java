/// YAML and JSON text, read within bounds whoever wrote it.
@NullMarked
package dev.pullable.yaml;

import org.jspecify.annotations.NullMarked;
