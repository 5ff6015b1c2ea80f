/** Coming in and keeping keys: setup, the login form, one's access tokens. */
@NullMarked
package granary.web.member;

import org.jspecify.annotations.NullMarked;
