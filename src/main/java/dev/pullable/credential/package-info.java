/// With which credential, in the kubelet's order: docker configs, pull secrets, keyrings.
@NullMarked
package dev.pullable.credential;

import org.jspecify.annotations.NullMarked;
