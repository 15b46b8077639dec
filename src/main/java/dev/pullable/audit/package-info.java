/// The edge towards what runs already: whether it could be pulled again.
@NullMarked
package dev.pullable.audit;

import org.jspecify.annotations.NullMarked;
