/// Where an image may run: platforms, containerd's matching rules, and the nodes where a Pod may
/// land.
@NullMarked
package dev.pullable.platform;

import org.jspecify.annotations.NullMarked;
