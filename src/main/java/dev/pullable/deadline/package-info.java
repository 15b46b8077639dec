/// The moment by which an answer is due, shared by every hop.
@NullMarked
package dev.pullable.deadline;

import org.jspecify.annotations.NullMarked;
