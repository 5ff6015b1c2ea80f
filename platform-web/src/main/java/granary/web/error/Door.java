package granary.web.error;

/** The protocols the hub speaks; each has its own shape of failure (architecture.md §5). */
enum Door {
    PAGE,
    API,
    CAS,
    GIT,
    LFS,
    OPENAI;

    /** The door a raw request path leads to. */
    static Door of(String path) {
        if (path.startsWith("/api/") || path.equals("/health") || path.startsWith("/a/")) {
            return API;
        }
        if (path.startsWith("/cas/")) {
            return CAS;
        }
        if (path.startsWith("/v1/")) {
            return OPENAI;
        }
        if (path.contains("/info/lfs") || path.startsWith("/lfs/")) {
            return LFS;
        }
        if (path.endsWith("/info/refs") || path.endsWith("/git-upload-pack") || path.endsWith("/git-receive-pack")) {
            return GIT;
        }
        return path.matches("/(?:(?:datasets|spaces|code)/)?[^/]+(?:/[^/]+)?/(?:resolve|raw)/.*") ? API : PAGE;
    }
}
