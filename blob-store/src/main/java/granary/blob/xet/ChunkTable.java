package granary.blob.xet;

import java.util.Arrays;

/**
 * The chunks of one xorb, in order: hash, where each ends in the packed chunk region, where in the raw bytes. About 60
 * bytes a chunk. Grows while a xorb is being filled; for one thread until then, for any number of readers afterwards.
 */
public final class ChunkTable {
    /** What a xorb may hold at the most (xet-protocol.md §4.4). */
    public static final int CHUNKS_MAX = 8192;

    private static final int FIRST_CAPACITY = 16;
    private static final int ABSENT = -1;

    private XetHash[] hashes;
    private int[] packedEnds;
    private int[] rawEnds;
    private int count;
    private int packed;
    /** Open addressing over the hashes' first numbers; one more than the chunk number, 0 where empty. */
    private int[] slots;

    public ChunkTable() {
        this(FIRST_CAPACITY);
    }

    ChunkTable(int capacity) {
        hashes = new XetHash[capacity];
        packedEnds = new int[capacity];
        rawEnds = new int[capacity];
        slots = new int[slotsFor(capacity)];
    }

    private static int slotsFor(int capacity) {
        return Integer.highestOneBit(Math.max(1, capacity) * 2 - 1) * 2;
    }

    /** Adds the next chunk; its packed size may come later. Returns its number. */
    public int add(XetHash hash, int rawBytes) {
        if (count == CHUNKS_MAX) {
            throw new IllegalStateException("a xorb holds at most %d chunks".formatted(CHUNKS_MAX));
        }
        if (count == hashes.length) {
            grow();
        }
        hashes[count] = hash;
        rawEnds[count] = rawBytes() + rawBytes;
        index(count);
        return count++;
    }

    /** Says how many bytes, header included, the next chunk without a packed size takes. */
    public void addPacked(int packedBytes) {
        packedEnds[packed] = packedStart(packed) + packedBytes;
        packed++;
    }

    private void grow() {
        int capacity = Math.min(CHUNKS_MAX, count * 2);
        hashes = Arrays.copyOf(hashes, capacity);
        packedEnds = Arrays.copyOf(packedEnds, capacity);
        rawEnds = Arrays.copyOf(rawEnds, capacity);
        slots = new int[slotsFor(capacity)];
        for (int i = 0; i < count; i++) {
            index(i);
        }
    }

    private void index(int chunk) {
        int mask = slots.length - 1;
        int slot = slotOf(hashes[chunk], mask);
        while (slots[slot] != 0) {
            if (hashes[slots[slot] - 1].equals(hashes[chunk])) {
                return; // The first of equal chunks stands for all.
            }
            slot = (slot + 1) & mask;
        }
        slots[slot] = chunk + 1;
    }

    private static int slotOf(XetHash hash, int mask) {
        return (int) (hash.first() >>> 32 ^ hash.first()) & mask;
    }

    /** The first chunk of that hash, or -1. */
    public int find(XetHash hash) {
        int mask = slots.length - 1;
        for (int slot = slotOf(hash, mask); slots[slot] != 0; slot = (slot + 1) & mask) {
            int chunk = slots[slot] - 1;
            if (hashes[chunk].equals(hash)) {
                return chunk;
            }
        }
        return ABSENT;
    }

    public int count() {
        return count;
    }

    /** Of how many chunks the packed size is known. */
    public int packedCount() {
        return packed;
    }

    public XetHash hash(int chunk) {
        return hashes[chunk];
    }

    /** Where the chunk's header begins in the chunk region. */
    public int packedStart(int chunk) {
        return chunk == 0 ? 0 : packedEnds[chunk - 1];
    }

    public int packedEnd(int chunk) {
        return packedEnds[chunk];
    }

    public int rawStart(int chunk) {
        return chunk == 0 ? 0 : rawEnds[chunk - 1];
    }

    public int rawEnd(int chunk) {
        return rawEnds[chunk];
    }

    public int rawBytes(int chunk) {
        return rawEnd(chunk) - rawStart(chunk);
    }

    /** Raw bytes of all chunks. */
    public int rawBytes() {
        return rawStart(count);
    }

    /** Bytes of the whole chunk region. */
    public int packedBytes() {
        return packedStart(count);
    }

    /** The chunk that holds raw byte {@code position} of the xorb. */
    public int chunkAt(int position) {
        int found = Arrays.binarySearch(rawEnds, 0, count, position);
        return found >= 0 ? found + 1 : -found - 1;
    }

    /** About how much memory this takes. */
    public int memoryBytes() {
        return hashes.length * 64 + slots.length * 4 + 100;
    }

    /** The hash of a xorb of these chunks. */
    public XetHash xorbHash() {
        var tree = new MerkleTree();
        tree.add(this, 0, count);
        return tree.root();
    }
}
