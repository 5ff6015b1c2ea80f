/** Signs what the hub hands out and wants to know again: links to single transfers, tokens for the CAS API. */
@NullMarked
package granary.web.link;

import org.jspecify.annotations.NullMarked;
