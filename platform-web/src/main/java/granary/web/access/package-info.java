/** Who may do what: the one place that authorises, and the only one that opens a repository for a caller. */
@NullMarked
package granary.web.access;

import org.jspecify.annotations.NullMarked;
