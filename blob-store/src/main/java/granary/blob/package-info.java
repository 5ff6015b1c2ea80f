/** Keeps immutable objects under keys. The only byte store of the hub; folder, memory and S3 are its implementations. */
@NullMarked
package granary.blob;

import org.jspecify.annotations.NullMarked;
