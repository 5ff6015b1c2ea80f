/** What real clients, a real browser and an attacker may expect of a running hub. */
@NullMarked
package granary.contract;

import org.jspecify.annotations.NullMarked;
