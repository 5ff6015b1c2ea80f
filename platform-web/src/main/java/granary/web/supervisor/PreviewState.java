package granary.web.supervisor;

/** How the preview is. */
public enum PreviewState {
    /** Nobody wants one. */
    OFF,
    /** This installation has none. */
    ABSENT,
    /** It is on its way, for the first time or again. */
    STARTING,
    /** It answers. */
    UP,
    /** It died or stopped answering, and is started again after a pause. */
    DOWN
}
