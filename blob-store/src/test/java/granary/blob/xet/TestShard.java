package granary.blob.xet;

import granary.blob.Sha256;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A shard as a client makes one. It writes whatever records it is given, so a lie about a hash, a size or an order is a
 * record that says so ({@code new ShardTerm(…)}); counts and flags are changed in the bytes, with {@link #patched}.
 */
public final class TestShard {
    /** Where in a block's first record the number of its entries is. */
    public static final int COUNT_AT = 36;
    /** Where in a file block's first record its flags are. */
    public static final int FLAGS_AT = 32;

    private static final int UNUSED_BYTES = 16;

    private final List<ShardFile> files = new ArrayList<>();
    private final List<ShardXorb> xorbs = new ArrayList<>();

    /** A true shard of one file that is stored in these xorbs, which it lists. */
    public static TestShard of(byte[] content, TestXorb... xorbs) {
        TestShard shard = new TestShard().with(file(content, xorbs));
        for (TestXorb xorb : xorbs) {
            shard.with(xorb.listed());
        }
        return shard;
    }

    /** A true file block, of a file whose chunks are all in these xorbs. */
    public static ShardFile file(byte[] content, TestXorb... xorbs) {
        return file(content, Stream.of(xorbs).map(TestXorb::footer).toList());
    }

    /** The same over xorbs of which the footers are at hand. */
    public static ShardFile file(byte[] content, List<XorbFooter> xorbs) {
        List<XetHash> chunks = TestXorb.chunksOf(content).stream()
                .map(chunk -> XetHashes.ofChunk(chunk, 0, chunk.length))
                .toList();
        var terms = new ArrayList<ShardTerm>();
        var tree = new MerkleTree();
        for (int next = 0; next < chunks.size(); ) {
            XorbFooter xorb = holder(chunks.get(next), xorbs);
            int start = xorb.chunks().find(chunks.get(next));
            int end = start + runLength(chunks.subList(next, chunks.size()), xorb.chunks(), start);
            tree.add(xorb.chunks(), start, end);
            terms.add(term(xorb, start, end));
            next += end - start;
        }
        return new ShardFile(
                tree.fileHash(), terms, Optional.of(Sha256.of(Sha256.newDigest().digest(content))));
    }

    private static XorbFooter holder(XetHash chunk, List<XorbFooter> xorbs) {
        return xorbs.stream()
                .filter(xorb -> xorb.chunks().find(chunk) >= 0)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no xorb has the chunk " + chunk));
    }

    /** How many of the chunks are in the xorb one behind the other, from {@code start} on. */
    private static int runLength(List<XetHash> chunks, ChunkTable xorb, int start) {
        int length = 0;
        while (length < chunks.size()
                && start + length < xorb.count()
                && xorb.hash(start + length).equals(chunks.get(length))) {
            length++;
        }
        return length;
    }

    /** A true term over some chunks of a xorb. */
    public static ShardTerm term(XorbFooter xorb, int start, int end) {
        ChunkTable chunks = xorb.chunks();
        int rawBytes = chunks.rawStart(end) - chunks.rawStart(start);
        return new ShardTerm(xorb.xorb(), rawBytes, start, end, XetHashes.ofRange(chunks, start, end));
    }

    /** A true xorb block. */
    public static ShardXorb listed(XorbFooter xorb) {
        ChunkTable chunks = xorb.chunks();
        var listed = new ArrayList<ShardChunk>();
        for (int i = 0; i < chunks.count(); i++) {
            listed.add(new ShardChunk(chunks.hash(i), chunks.rawStart(i), chunks.rawBytes(i)));
        }
        return new ShardXorb(xorb.xorb(), chunks.rawBytes(), listed);
    }

    public TestShard with(ShardFile file) {
        files.add(file);
        return this;
    }

    public TestShard with(ShardXorb xorb) {
        xorbs.add(xorb);
        return this;
    }

    /** As hf_xet uploads it: without a footer, and the header says so. */
    public byte[] bytes() {
        return sections(0).array();
    }

    /** As the JavaScript client uploads it, and as a store keeps it: with a footer, without look-up tables. */
    public byte[] bytesWithFooter() {
        ByteBuffer sections = sections(ShardFooter.BYTES);
        int at = sections.limit();
        ByteBuffer whole = ByteBuffer.allocate(at + ShardFooter.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        whole.put(sections);
        long rawBytes = xorbs.stream().mapToLong(ShardXorb::rawBytes).sum();
        new ShardFooter(xorbSectionAt(), XetHash.ZERO, Instant.EPOCH, Instant.EPOCH, rawBytes, at).write(whole);
        return whole.array();
    }

    /** Where the file block with this number begins. */
    public int fileAt(int index) {
        int at = ShardHeader.BYTES;
        for (ShardFile file : files.subList(0, index)) {
            at += bytes(file);
        }
        return at;
    }

    /** Where the xorb block with this number begins. */
    public int xorbAt(int index) {
        int at = xorbSectionAt();
        for (ShardXorb xorb : xorbs.subList(0, index)) {
            at += bytes(xorb);
        }
        return at;
    }

    private int xorbSectionAt() {
        return fileAt(files.size()) + ShardRecord.BYTES;
    }

    private static int bytes(ShardFile file) {
        int metadata = file.sha256().isPresent() ? 1 : 0;
        return (1 + 2 * file.terms().size() + metadata) * ShardRecord.BYTES;
    }

    private static int bytes(ShardXorb xorb) {
        return (1 + xorb.chunks().size()) * ShardRecord.BYTES;
    }

    /** The bytes with another little-endian number at {@code at}. */
    public static byte[] patched(byte[] bytes, int at, int number) {
        byte[] patched = bytes.clone();
        ByteBuffer.wrap(patched).order(ByteOrder.LITTLE_ENDIAN).putInt(at, number);
        return patched;
    }

    private ByteBuffer sections(int footerBytes) {
        int size = xorbAt(xorbs.size()) + ShardRecord.BYTES;
        ByteBuffer target = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        new ShardHeader(footerBytes).write(target);
        files.forEach(file -> write(file, target));
        ShardRecord.writeBookend(target);
        xorbs.forEach(xorb -> write(xorb, target));
        ShardRecord.writeBookend(target);
        return target.flip();
    }

    private static void write(ShardFile file, ByteBuffer target) {
        int metadata = file.sha256().isPresent() ? ShardFile.WITH_METADATA : 0;
        file.hash().write(target);
        target.putInt(ShardFile.WITH_VERIFICATION | metadata)
                .putInt(file.terms().size())
                .putLong(0);
        for (ShardTerm term : file.terms()) {
            term.xorb().write(target);
            target.putInt(0).putInt(term.rawBytes()).putInt(term.start()).putInt(term.end());
        }
        for (ShardTerm term : file.terms()) {
            term.rangeHash().write(target);
            target.put(new byte[UNUSED_BYTES]);
        }
        file.sha256().ifPresent(sha256 -> {
            XetHash.of(sha256.hex()).write(target);
            target.put(new byte[UNUSED_BYTES]);
        });
    }

    private static void write(ShardXorb xorb, ByteBuffer target) {
        xorb.hash().write(target);
        target.putInt(0).putInt(xorb.chunks().size()).putInt(xorb.rawBytes()).putInt(0);
        xorb.chunks().forEach(chunk -> chunk.write(target));
    }
}
