/// Registries to test against: one in memory with faults on demand, Debian's docker-registry as a
/// child process, and the images that go into either.
@NullMarked
package dev.pullable.testregistry;

import org.jspecify.annotations.NullMarked;
