/** Every failure as an answer, in the shape its door speaks. */
@NullMarked
package granary.web.error;

import org.jspecify.annotations.NullMarked;
