package granary.repo.git;

import org.jspecify.annotations.Nullable;

/**
 * One move of one ref, to be made by compare-and-set. Ids are 40 hex digits.
 *
 * @param from what the ref must be at; null when it must not exist
 * @param to what it is at afterwards; null to delete it
 * @param peeled what {@code to} points at in the end when it is an annotated tag
 * @param message for the reflog
 */
record RefChange(
        String name,
        @Nullable String from,
        @Nullable String to,
        @Nullable String peeled,
        String message) {
    private static final String NONE = "0".repeat(40);

    boolean isDelete() {
        return to == null;
    }

    String fromOrZeros() {
        return from == null ? NONE : from;
    }

    String toOrZeros() {
        return to == null ? NONE : to;
    }
}
