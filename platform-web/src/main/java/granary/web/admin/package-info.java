/** What the command {@code ./granary admin} talks to. */
@NullMarked
package granary.web.admin;

import org.jspecify.annotations.NullMarked;
