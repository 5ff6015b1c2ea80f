/** Git LFS over HTTP: the batch call, and basic transfers by links that authorise themselves. */
@NullMarked
package granary.web.lfs;

import org.jspecify.annotations.NullMarked;
