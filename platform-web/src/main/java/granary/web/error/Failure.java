package granary.web.error;

import granary.repo.CommitId;
import java.util.Optional;

/**
 * Why a request failed, before it takes the shape of a door.
 *
 * @param status HTTP status, as for somebody who is signed in
 * @param kind what pages call it
 * @param code value of {@code X-Error-Code}; empty where Hub clients know none
 * @param message one sentence for the client
 * @param commit where an entry was looked for
 */
record Failure(int status, Kind kind, String code, String message, Optional<CommitId> commit) {
    /** The kinds of failure that pages tell apart (ux.md A0 "Error kinds"). */
    enum Kind {
        NOT_FOUND,
        REVISION_NOT_FOUND,
        ENTRY_NOT_FOUND,
        NOT_SIGNED_IN,
        BAD_CREDENTIALS,
        FORBIDDEN,
        MALFORMED,
        CONFLICT,
        TOO_LARGE,
        STORAGE_FULL,
        BUSY,
        INTERNAL
    }

    static Failure of(int status, Kind kind, String message) {
        return new Failure(status, kind, "", message, Optional.empty());
    }

    /** The kind that fits a bare status. */
    static Failure ofStatus(int status, String message) {
        Kind kind = switch (status) {
            case 401 -> Kind.NOT_SIGNED_IN;
            case 403 -> Kind.FORBIDDEN;
            case 404, 405 -> Kind.NOT_FOUND;
            case 409, 412 -> Kind.CONFLICT;
            case 413 -> Kind.TOO_LARGE;
            case 429, 503 -> Kind.BUSY;
            case 507 -> Kind.STORAGE_FULL;
            default -> status < 500 ? Kind.MALFORMED : Kind.INTERNAL;
        };
        return of(status, kind, message);
    }
}
