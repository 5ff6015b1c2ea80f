package granary.blob.copy;

import java.util.List;

/**
 * What a copy has come to, under way or at its end.
 *
 * @param copied objects that were copied, read back and found to be the same
 * @param present objects that were there already
 * @param problems what went wrong; of very many only the first
 */
public record CopyReport(long copied, long copiedBytes, long present, long presentBytes, List<Problem> problems) {
    public CopyReport {
        problems = List.copyOf(problems);
    }

    /** An object that is not in the other store as it is in the first, and why. */
    public record Problem(String key, String message) {}
}
