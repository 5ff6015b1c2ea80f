package granary.blob.content;

/**
 * What the content store holds, whether anybody needs it or not.
 *
 * @param contents number of distinct contents
 * @param logicalBytes sum of the contents' sizes, each counted once for each repository that holds it
 * @param uniqueBytes sum of the contents' sizes, each counted once
 * @param storedBytes bytes of the xorbs in the object store, packed and deduplicated
 * @param xorbs number of xorbs
 * @param damagedXorbs how many of them are in quarantine
 */
public record StoreStats(
        long contents, long logicalBytes, long uniqueBytes, long storedBytes, long xorbs, long damagedXorbs) {}
