/** Turns Markdown that anybody may have written into HTML that is safe inside our pages. */
@NullMarked
package granary.web.card;

import org.jspecify.annotations.NullMarked;
