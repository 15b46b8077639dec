/// From a Kubernetes object to the images it will pull.
@NullMarked
package dev.pullable.workload;

import org.jspecify.annotations.NullMarked;
