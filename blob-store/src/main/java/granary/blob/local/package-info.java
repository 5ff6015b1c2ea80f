/** Objects as files in one folder. */
@NullMarked
package granary.blob.local;

import org.jspecify.annotations.NullMarked;
