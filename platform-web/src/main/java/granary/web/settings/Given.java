package granary.web.settings;

/**
 * A value that somebody gave.
 *
 * @param text as it was written
 * @param source where, in the words of an error message: a flag, a variable, or a key with its line
 */
record Given(String text, String source) {
    /** What is wrong with it. The value itself is repeated, so never use this for a secret. */
    StartException refused(String expected) {
        return new StartException("%s: '%s' is not %s.".formatted(source, text, expected));
    }
}
