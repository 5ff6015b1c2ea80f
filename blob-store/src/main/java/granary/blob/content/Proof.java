package granary.blob.content;

import java.util.Locale;

/** What is known of a content's SHA-256. */
enum Proof {
    /** Somebody says so who sent the bytes as chunks. Good for their own repository, until somebody reads them. */
    DECLARED,
    /** The bytes were hashed here. */
    PROVEN,
    /** The bytes were hashed here, to something else: they are withheld. */
    REFUTED;

    static Proof of(String column) {
        return valueOf(column.toUpperCase(Locale.ROOT));
    }

    String column() {
        return name().toLowerCase(Locale.ROOT);
    }
}
