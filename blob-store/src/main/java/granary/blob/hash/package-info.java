/** BLAKE3, the hash under every Xet hash, and byte grouping: what vectors do fast. Chooses between them and plain code. */
@NullMarked
package granary.blob.hash;

import org.jspecify.annotations.NullMarked;
