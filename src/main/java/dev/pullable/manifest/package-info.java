/// Kubernetes objects in files of YAML or JSON, and where in the text they stand.
@NullMarked
package dev.pullable.manifest;

import org.jspecify.annotations.NullMarked;
