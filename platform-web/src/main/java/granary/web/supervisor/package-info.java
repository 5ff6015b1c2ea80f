/** Keeps the preview process running beside the hub. */
@NullMarked
package granary.web.supervisor;

import org.jspecify.annotations.NullMarked;
