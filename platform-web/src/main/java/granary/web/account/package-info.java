/** People and organizations: their names, passwords and memberships, and the first start of an empty server. */
@NullMarked
package granary.web.account;

import org.jspecify.annotations.NullMarked;
