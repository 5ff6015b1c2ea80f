/** Hubs to test against, the real clients that drive them, and made-up data for them to carry. */
@NullMarked
package granary.contract.kit;

import org.jspecify.annotations.NullMarked;
