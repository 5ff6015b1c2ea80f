/** Wires the object store, the content store and the repositories into the hub. */
@NullMarked
package granary.web.storage;

import org.jspecify.annotations.NullMarked;
