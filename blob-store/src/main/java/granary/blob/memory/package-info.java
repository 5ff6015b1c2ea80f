/** Objects in memory: for tests, and as the plainest reading of what an object store is. */
@NullMarked
package granary.blob.memory;

import org.jspecify.annotations.NullMarked;
