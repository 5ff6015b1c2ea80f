/** Who a request is from: sessions, tokens, the URL firewall, the headers every answer carries. */
@NullMarked
package granary.web.security;

import org.jspecify.annotations.NullMarked;
