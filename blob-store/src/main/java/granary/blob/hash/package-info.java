/** BLAKE3, the hash under every Xet hash. The one place where its kernel is chosen. */
@NullMarked
package granary.blob.hash;

import org.jspecify.annotations.NullMarked;
