package granary.contract;

import granary.blob.Sha256;
import granary.blob.xet.MerkleTree;
import granary.blob.xet.ShardChunk;
import granary.blob.xet.ShardFile;
import granary.blob.xet.ShardTerm;
import granary.blob.xet.ShardXorb;
import granary.blob.xet.TestShard;
import granary.blob.xet.TestXorb;
import granary.blob.xet.XetHash;
import granary.contract.kit.Bytes;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Shards of one file in two xorbs, each with one thing in it that is not so. */
final class XetShardLies {
    private static final byte[] FIRST_HALF = Bytes.random(21, 300_000);
    private static final byte[] SECOND_HALF = Bytes.random(22, 300_000);

    static final TestXorb FIRST = TestXorb.of(FIRST_HALF);
    static final TestXorb SECOND = TestXorb.of(SECOND_HALF);

    /** The file is one xorb after the other, whatever a chunker would make of it. */
    private static final List<ShardTerm> TERMS = List.of(
            FIRST.term(0, FIRST.table().count()), SECOND.term(0, SECOND.table().count()));

    private static final Optional<Sha256> SHA256 =
            Optional.of(Sha256.of(Sha256.newDigest().digest(content())));
    static final XetHash FILE_HASH = fileHash();

    private static final int RECORD_BYTES = 48;

    /** Where in a term its bytes, its first chunk and the one behind its last are. */
    private static final int TERM_BYTES_AT = 36;

    private static final int TERM_START_AT = 40;
    private static final int TERM_END_AT = 44;

    private XetShardLies() {}

    private static byte[] content() {
        var content = new ByteArrayOutputStream();
        content.writeBytes(FIRST_HALF);
        content.writeBytes(SECOND_HALF);
        return content.toByteArray();
    }

    private static XetHash fileHash() {
        var tree = new MerkleTree();
        tree.add(FIRST.table(), 0, FIRST.table().count());
        tree.add(SECOND.table(), 0, SECOND.table().count());
        return tree.fileHash();
    }

    /** The truth, for a test of the tests. */
    static TestShard truth() {
        return with(TERMS).with(FIRST.listed()).with(SECOND.listed());
    }

    private static TestShard with(List<ShardTerm> terms) {
        return new TestShard().with(new ShardFile(FILE_HASH, terms, SHA256));
    }

    /** A shard that says the SHA-256 of this content is another one's. */
    static byte[] declaring(byte[] content, TestXorb xorb, byte[] other) {
        ShardFile file = TestShard.file(content, xorb);
        Sha256 sha256 = Sha256.of(Sha256.newDigest().digest(other));
        return new TestShard()
                .with(new ShardFile(file.hash(), file.terms(), Optional.of(sha256)))
                .with(xorb.listed())
                .bytes();
    }

    static Stream<XetLie> all() {
        return Stream.of(noShards(), files(), terms(), xorbs()).flatMap(List::stream);
    }

    private static List<XetLie> noShards() {
        byte[] truth = truth().bytes();
        int xorbs = truth().xorbAt(0);
        return List.of(
                new XetLie("nothing", new byte[0]),
                new XetLie("noise", Bytes.random(23, 10_000)),
                new XetLie("a header alone", Arrays.copyOf(truth, RECORD_BYTES)),
                new XetLie("files without a bookend", Arrays.copyOf(truth, xorbs - RECORD_BYTES)),
                new XetLie("no xorb section", Arrays.copyOf(truth, xorbs)),
                new XetLie("xorbs without a bookend", Arrays.copyOf(truth, truth.length - RECORD_BYTES)),
                new XetLie("another version", TestShard.patched(truth, 32, 3)),
                new XetLie("another tag", TestShard.patched(truth, 0, 7)),
                new XetLie("one record too few", without(truth, truth().fileAt(0) + RECORD_BYTES)));
    }

    private static List<XetLie> files() {
        byte[] truth = truth().bytes();
        int count = truth().fileAt(0) + TestShard.COUNT_AT;
        int flags = truth().fileAt(0) + TestShard.FLAGS_AT;
        XetHash other = TestXorb.of(Bytes.random(24, 1000)).hash();
        return List.of(
                new XetLie(
                        "another file hash",
                        new TestShard()
                                .with(new ShardFile(other, TERMS, SHA256))
                                .bytes()),
                new XetLie(
                        "no SHA-256",
                        new TestShard()
                                .with(new ShardFile(FILE_HASH, TERMS, Optional.empty()))
                                .bytes()),
                new XetLie("one term too many", TestShard.patched(truth, count, 3)),
                new XetLie("one term too few", TestShard.patched(truth, count, 1)),
                new XetLie("no terms", TestShard.patched(truth, count, 0)),
                new XetLie("two milliard terms", TestShard.patched(truth, count, Integer.MAX_VALUE)),
                new XetLie("minus one terms", TestShard.patched(truth, count, -1)),
                new XetLie("no verification", TestShard.patched(truth, flags, 0x4000_0000)),
                new XetLie("no flags", TestShard.patched(truth, flags, 0)));
    }

    private static List<XetLie> terms() {
        ShardTerm first = TERMS.getFirst();
        ShardTerm second = TERMS.getLast();
        byte[] truth = truth().bytes();
        int term = truth().fileAt(0) + RECORD_BYTES;
        TestXorb absent = TestXorb.of(Bytes.random(25, 300_000));
        return List.of(
                new XetLie(
                        "terms in another order", with(List.of(second, first)).bytes()),
                new XetLie("a term twice", with(List.of(first, first, second)).bytes()),
                new XetLie("a term left out", with(List.of(first)).bytes()),
                new XetLie(
                        "the wrong verification",
                        with(List.of(withHash(first, second.rangeHash()), second))
                                .bytes()),
                new XetLie(
                        "no verification hash",
                        with(List.of(withHash(first, XetHash.ZERO), second)).bytes()),
                new XetLie(
                        "a xorb that is not there",
                        with(List.of(absent.term(0, 1), second)).bytes()),
                new XetLie("a byte too many", TestShard.patched(truth, term + TERM_BYTES_AT, first.rawBytes() + 1)),
                new XetLie("a byte too few", TestShard.patched(truth, term + TERM_BYTES_AT, first.rawBytes() - 1)),
                new XetLie("minus one bytes", TestShard.patched(truth, term + TERM_BYTES_AT, -1)),
                new XetLie(
                        "chunks that the xorb has not", TestShard.patched(truth, term + TERM_END_AT, first.end() + 1)),
                new XetLie("chunks without end", TestShard.patched(truth, term + TERM_END_AT, -1)),
                new XetLie("chunks that end before they start", TestShard.patched(truth, term + TERM_START_AT, 8000)),
                new XetLie("no chunks", TestShard.patched(truth, term + TERM_END_AT, 0)));
    }

    private static ShardTerm withHash(ShardTerm term, XetHash rangeHash) {
        return new ShardTerm(term.xorb(), term.rawBytes(), term.start(), term.end(), rangeHash);
    }

    private static List<XetLie> xorbs() {
        ShardXorb listed = FIRST.listed();
        ShardChunk chunk = listed.chunks().getFirst();
        ShardChunk next = listed.chunks().get(1);
        TestXorb absent = TestXorb.of(Bytes.random(25, 300_000));
        byte[] truth = truth().bytes();
        int count = truth().xorbAt(0) + TestShard.COUNT_AT;
        return List.of(
                new XetLie(
                        "a listed xorb that is not there",
                        with(TERMS).with(absent.listed()).bytes()),
                new XetLie("a chunk of another hash", listing(new ShardChunk(next.hash(), 0, chunk.rawBytes()))),
                new XetLie("a chunk of another length", listing(new ShardChunk(chunk.hash(), 0, chunk.rawBytes() - 1))),
                new XetLie("a chunk at another place", listing(new ShardChunk(chunk.hash(), 1, chunk.rawBytes()))),
                new XetLie(
                        "a listed chunk too many",
                        TestShard.patched(truth, count, listed.chunks().size() + 1)),
                new XetLie(
                        "a listed chunk too few",
                        TestShard.patched(truth, count, listed.chunks().size() - 1)),
                new XetLie("no listed chunks", TestShard.patched(truth, count, 0)),
                new XetLie("two milliard listed chunks", TestShard.patched(truth, count, Integer.MAX_VALUE)),
                new XetLie("other bytes in all", TestShard.patched(truth, count + 4, listed.rawBytes() + 1)));
    }

    /** The truth, but for the first chunk of the first xorb. */
    private static byte[] listing(ShardChunk other) {
        var chunks = new ArrayList<>(FIRST.listed().chunks());
        chunks.set(0, other);
        return with(TERMS)
                .with(new ShardXorb(FIRST.hash(), FIRST.table().rawBytes(), chunks))
                .bytes();
    }

    private static byte[] without(byte[] bytes, int recordAt) {
        byte[] shorter = new byte[bytes.length - RECORD_BYTES];
        System.arraycopy(bytes, 0, shorter, 0, recordAt);
        System.arraycopy(bytes, recordAt + RECORD_BYTES, shorter, recordAt, shorter.length - recordAt);
        return shorter;
    }
}
