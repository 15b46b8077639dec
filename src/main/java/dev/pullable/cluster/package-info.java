/// What the cluster knows, through the fabric8 client or from a directory of YAML files.
@NullMarked
package dev.pullable.cluster;

import org.jspecify.annotations.NullMarked;
