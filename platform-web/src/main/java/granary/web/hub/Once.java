package granary.web.hub;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A value worked out when first asked for, for one thread. */
final class Once<T> {
    private final Maker<T> maker;
    private final List<T> made = new ArrayList<>(1);

    Once(Maker<T> maker) {
        this.maker = maker;
    }

    T get() throws IOException {
        if (made.isEmpty()) {
            made.add(maker.make());
        }
        return made.getFirst();
    }

    /** Reads what the value is made from. */
    interface Maker<T> {
        T make() throws IOException;
    }
}
