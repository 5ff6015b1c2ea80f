/** The Xet storage format: chunks by gearhash, Merkle hashes, xorbs, shards. One record per binary structure. */
@NullMarked
package granary.blob.xet;

import org.jspecify.annotations.NullMarked;
