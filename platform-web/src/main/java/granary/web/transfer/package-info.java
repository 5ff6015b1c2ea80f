/** Bytes and JSON over HTTP, within limits: ranges, pace, headers of files, bounded bodies. Used by every door. */
@NullMarked
package granary.web.transfer;

import org.jspecify.annotations.NullMarked;
