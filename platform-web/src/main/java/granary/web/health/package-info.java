/** Says whether the hub is ready, part by part, to whoever asks. */
@NullMarked
package granary.web.health;

import org.jspecify.annotations.NullMarked;
