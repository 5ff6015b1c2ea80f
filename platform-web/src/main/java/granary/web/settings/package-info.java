/** Every setting of the hub, from flags, environment and {@code granary.yaml}, in one checked record. */
@NullMarked
package granary.web.settings;

import org.jspecify.annotations.NullMarked;
