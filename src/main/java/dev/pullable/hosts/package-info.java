/// Which hosts containerd asks for a registry, in which order and how: its `certs.d` with
/// `hosts.toml` files, and the older layout of certificate files.
@NullMarked
package dev.pullable.hosts;

import org.jspecify.annotations.NullMarked;
