package granary.web.security;

import java.io.Serializable;
import java.util.UUID;

/** Whom a browser session belongs to. Kept in the session; everything else is looked up at each request. */
record SessionUser(UUID id, String name) implements Serializable {
    /** What Spring Session indexes sessions by. */
    @Override
    public String toString() {
        return id.toString();
    }
}
