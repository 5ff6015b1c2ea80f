package granary.blob.content;

/**
 * What the content store holds.
 *
 * @param contents number of distinct contents
 * @param logicalBytes sum of their sizes, each counted once per repository that holds it
 * @param uniqueBytes sum of their sizes, each counted once
 * @param storedBytes bytes of the xorbs in the object store
 * @param xorbs number of xorbs
 */
public record StoreStats(long contents, long logicalBytes, long uniqueBytes, long storedBytes, long xorbs) {}
