/** LFS pointers: the small text files in git that stand for large content. */
@NullMarked
package granary.repo.pointer;

import org.jspecify.annotations.NullMarked;
