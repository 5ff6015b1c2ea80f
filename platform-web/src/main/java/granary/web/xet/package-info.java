/** The Xet protocol (xet-protocol.md): tokens for it, and the CAS API that clients send and fetch chunks through. */
@NullMarked
package granary.web.xet;

import org.jspecify.annotations.NullMarked;
