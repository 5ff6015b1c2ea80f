/** A repository's pages: its card, folders, files, history and refs. */
@NullMarked
package granary.web.browse;

import org.jspecify.annotations.NullMarked;
