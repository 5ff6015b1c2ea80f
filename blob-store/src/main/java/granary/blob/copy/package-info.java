/** Copies all objects of one store into another. */
@NullMarked
package granary.blob.copy;

import org.jspecify.annotations.NullMarked;
