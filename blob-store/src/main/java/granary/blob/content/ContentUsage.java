package granary.blob.content;

/**
 * How much room the contents of some repositories take.
 *
 * @param contents number of distinct contents that at least one of them holds
 * @param logicalBytes sum of the contents' sizes, each counted once for each of them that holds it
 * @param uniqueBytes sum of the contents' sizes, each counted once
 * @param storedBytes what these contents need of the object store: of each xorb the share of its chunks that they use, each
 *     chunk counted once. What others use too counts in full, so the parts of a hub may add up to more than the whole.
 */
public record ContentUsage(long contents, long logicalBytes, long uniqueBytes, long storedBytes) {}
