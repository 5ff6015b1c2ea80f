/** The bytes of files at a revision: resolve, and raw as git keeps them. */
@NullMarked
package granary.web.content;

import org.jspecify.annotations.NullMarked;
