/** A real PostgreSQL that lives and dies with the hub: unpacked, set up, started, kept running and stopped. */
@NullMarked
package granary.web.postgres;

import org.jspecify.annotations.NullMarked;
