/** Access tokens: made once, shown once, kept as a hash. */
@NullMarked
package granary.web.token;

import org.jspecify.annotations.NullMarked;
