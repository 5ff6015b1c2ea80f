/** Content: the bytes of one large file, known by SHA-256, kept once as terms over xorbs. */
@NullMarked
package granary.blob.content;

import org.jspecify.annotations.NullMarked;
