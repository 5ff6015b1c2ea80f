/** The command {@code ./granary admin}: a process of its own that asks the running hub. */
@NullMarked
package granary.web.admincli;

import org.jspecify.annotations.NullMarked;
