package granary.blob.content;

/**
 * Something that a {@link ContentCheck} found wrong.
 *
 * @param subject the SHA-256 of a content, or the hash of a xorb in Xet's string form
 * @param sentence what is wrong with it, for people
 */
public record ContentProblem(Kind kind, String subject, String sentence) {
    /** What is wrong. */
    public enum Kind {
        /** A xorb that contents need is not in the object store. */
        XORB_MISSING,
        /** A xorb's object is longer or shorter than what was stored. */
        XORB_SIZE_DIFFERS,
        /** A xorb has a chunk that does not hash to its name. */
        XORB_DAMAGED,
        /** A content's terms leave gaps or overlap. */
        TERMS_BROKEN,
        /** A content cannot be read back, as some xorb of it is missing or damaged. */
        CONTENT_UNREADABLE,
        /** A content can be read back, but has another SHA-256. */
        CONTENT_DIFFERS
    }
}
