/** Git's smart protocol over HTTP: clone, fetch and push. */
@NullMarked
package granary.web.git;

import org.jspecify.annotations.NullMarked;
