/// Certificates: who signs and what is served.
@NullMarked
package dev.pullable.tls;

import org.jspecify.annotations.NullMarked;
