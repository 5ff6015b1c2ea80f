package granary.web.settings;

/** Whose contents a client that uploads by Xet may learn of, so that it need not send what is stored already. */
public enum DedupeScope {
    /** Those of the repository it uploads to. */
    REPOSITORY,
    /** Those of the same namespace that its user may read. */
    NAMESPACE,
    /** All that its user may read. */
    READABLE,
    /** All there are, for a hub whose users have no secrets from each other. */
    HUB
}
