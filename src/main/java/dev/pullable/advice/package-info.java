/// What was found, beyond what refused an image, that mends it: nothing here decides anything. Each
/// image that is told was resolved as if the same Pod had named it. Never asked are other
/// namespaces' secrets, what the Nodes hold beside a pull of the image itself, and their lists of
/// images, which are other tenants'.
@NullMarked
package dev.pullable.advice;

import org.jspecify.annotations.NullMarked;
