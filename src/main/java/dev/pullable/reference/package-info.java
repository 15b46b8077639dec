/// What is asked for: image references and digests, as kubelet and containerd read them.
@NullMarked
package dev.pullable.reference;

import org.jspecify.annotations.NullMarked;
