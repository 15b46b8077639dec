/// What is done about a resolution: findings and the verdict; pure.
@NullMarked
package dev.pullable.policy;

import org.jspecify.annotations.NullMarked;
