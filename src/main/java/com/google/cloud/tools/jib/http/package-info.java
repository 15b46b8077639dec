/// Holds only the bridge to jib's package-private constructor.
package com.google.cloud.tools.jib.http;
