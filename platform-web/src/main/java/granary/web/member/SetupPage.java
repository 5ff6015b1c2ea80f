package granary.web.member;

/**
 * The page of a server's first start.
 *
 * @param problem message about the last try; empty at first
 */
record SetupPage(Fields fields, String problem) {
    /** What the form shows. */
    record Fields(String code, String siteName, String publicUrl, String name, String email, boolean anonymousRead) {}
}
