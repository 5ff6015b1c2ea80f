package granary.blob.xet;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The vectors of xet-protocol.md §3.4; those of whole files were computed by hf_xet 1.6.0 too. */
class XetHashesTest {
    @Test
    void chunkHash() {
        assertThat(chunkHash("Hello World!".getBytes(US_ASCII)).text())
                .isEqualTo("d8d408e608fb9ca213b9909a65d86d725f2de4d8d540324be8a363e7a6e228cb");
        assertThat(chunkHash(new byte[0]).text())
                .isEqualTo("e0f2cf784e7e5f10c34f84af150e9a5ff9664216debad915364d741049870f67");
    }

    @Test
    void nodeAndRangeHash() {
        XetHash left = XetHash.of("c28f58387a60d4aa200c311cda7c7f77f686614864f5869eadebf765d0a14a69");
        XetHash right = XetHash.of("6e4e3263e073ce2c0e78cc770c361e2778db3b054b98ab65e277fc084fa70f22");
        var tree = new MerkleTree();
        tree.add(left, 100);
        tree.add(right, 200);

        assertThat(tree.root().text()).isEqualTo("be64c7003ccd3cf4357364750e04c9592b3c36705dee76a71590c011766b6c14");
        assertThat(XetHashes.ofRange(List.of(left, right)).text())
                .isEqualTo("eb06a8ad81d588ac05d1d9a079232d9c1e7d0b07232fa58091caa7bf333a2768");
    }

    @Test
    void smallFile() {
        Hashed file = hash("Hello World!".getBytes(US_ASCII));

        assertThat(file.file().text()).isEqualTo("a9dae0ad88b060bdd7e7c87abdcf95b132c95a0414b06d4f6beb68d287b87165");
    }

    @Test
    void emptyFileIsZeros() {
        assertThat(new MerkleTree().fileHash()).isEqualTo(XetHash.ZERO);
        assertThat(new MerkleTree().root()).isEqualTo(XetHash.ZERO);
    }

    @Test
    void fileOfRandomBytes() {
        Hashed file = hash(SplitMix.bytes(1_000_000, 0));

        assertThat(file.chunks()).hasSize(19);
        assertThat(file.chunks().getFirst().text())
                .isEqualTo("6eca1e7dadaf08cca5d82d318c800f07c2ddcec115a7e8627e5edd9605b94b8d");
        assertThat(file.root().text()).isEqualTo("6f2ce16ca5e317f0100ff0e7e5bf40a0de9032e9ee1ad04b6b8ff4e36cdfbf6c");
        assertThat(XetHashes.ofRange(file.chunks()).text())
                .isEqualTo("6daf15a7ed258b91f607e8f5e6723a8564292d12c8104c156f7bad9c255a0180");
        assertThat(file.file().text()).isEqualTo("3d17b2d7d64a0e011b6717a52d9a16bd2c3f05b743fa8adf52a7d75dafab6d89");
    }

    @Test
    void fileOfOneByteRepeated() {
        byte[] bytes = new byte[1_000_000];
        Arrays.fill(bytes, (byte) 59);

        Hashed file = hash(bytes);

        assertThat(file.chunks()).hasSize(8);
        assertThat(file.file().text()).isEqualTo("53f845640fcd1c7440befff65bd93434c83a30c6559a705597d61f2ef64e2f88");
    }

    @Test
    void fileOfText() {
        var text = new StringBuilder();
        for (int i = 0; i < 200_000; i++) {
            text.append("line ").append(i).append(" of a log file with repeated words repeated words\n");
        }

        Hashed file = hash(text.toString().getBytes(US_ASCII));

        assertThat(text).hasSize(12_088_890);
        assertThat(file.chunks()).hasSize(169);
        assertThat(file.root().text()).isEqualTo("e5fcdeb7410a7646de346cecbe3ef63bfa5e14322079a292b6b6bb549a96f1b9");
        assertThat(file.file().text()).isEqualTo("d58c6190f44fb96ece553a6a3024a27c47c7337d2c59452f455eae73ac00fb2b");
    }

    @Test
    void aggregatingAsTheyComeEqualsAggregatingTheWholeList() {
        for (int count = 0; count < 700; count++) {
            List<Sized> leaves = new ArrayList<>();
            var tree = new MerkleTree();
            for (int i = 0; i < count; i++) {
                XetHash hash = chunkHash(new byte[] {(byte) i, (byte) (i >> 8), (byte) count, (byte) (count >> 8)});
                leaves.add(new Sized(hash, 1 + i));
                tree.add(hash, 1 + i);
            }
            assertThat(tree.root()).as("%d chunks", count).isEqualTo(aggregate(leaves));
        }
    }

    /** A node with its size. */
    private record Sized(XetHash hash, long size) {}

    /** The definition of xet-protocol.md §3.3, word by word. */
    private static XetHash aggregate(List<Sized> leaves) {
        List<Sized> level = leaves;
        while (level.size() > 1) {
            List<Sized> next = new ArrayList<>();
            for (int p = 0; p < level.size(); ) {
                int length = groupLength(level, p);
                next.add(node(level.subList(p, p + length)));
                p += length;
            }
            level = next;
        }
        return level.isEmpty() ? XetHash.ZERO : level.getFirst().hash();
    }

    private static int groupLength(List<Sized> level, int p) {
        int r = level.size() - p;
        if (r <= 2) {
            return r;
        }
        int e = Math.min(9, r);
        for (int i = 2; i < e; i++) {
            if (level.get(p + i).hash().mod(4) == 0) {
                return i + 1;
            }
        }
        return e;
    }

    private static Sized node(List<Sized> children) {
        var text = new StringBuilder();
        long size = 0;
        for (Sized child : children) {
            text.append("%s : %d\n".formatted(child.hash().text(), child.size()));
            size += child.size();
        }
        return new Sized(XetHashes.ofNode(text), size);
    }

    @Test
    void rangesOfATableHashAsListsDoAndTermsAddUpToTheirFile() {
        byte[] bytes = SplitMix.bytes(1_000_000, 0);
        List<XetHash> chunks = hash(bytes).chunks();
        TestXorb xorb = TestXorb.of(bytes);
        var file = new MerkleTree();

        for (int end = 1; end <= chunks.size(); end++) {
            assertThat(XetHashes.ofRange(xorb.table(), end / 2, end))
                    .isEqualTo(XetHashes.ofRange(chunks.subList(end / 2, end)));
        }
        file.add(xorb.table(), 0, 7);
        file.add(xorb.table(), 7, 7);
        file.add(xorb.table(), 7, 19);
        assertThat(file.fileHash().text())
                .isEqualTo("3d17b2d7d64a0e011b6717a52d9a16bd2c3f05b743fa8adf52a7d75dafab6d89");
    }

    private record Hashed(List<XetHash> chunks, XetHash root, XetHash file) {}

    private static Hashed hash(byte[] bytes) {
        List<XetHash> chunks = new ArrayList<>();
        var xorb = new MerkleTree();
        var file = new MerkleTree();
        int from = 0;
        while (from < bytes.length) {
            int end = Chunker.end(bytes, from, bytes.length, true);
            XetHash hash = XetHashes.ofChunk(bytes, from, end - from);
            chunks.add(hash);
            xorb.add(hash, end - from);
            file.add(hash, end - from);
            from = end;
        }
        return new Hashed(chunks, xorb.root(), file.fileHash());
    }

    private static XetHash chunkHash(byte[] bytes) {
        return XetHashes.ofChunk(bytes, 0, bytes.length);
    }
}
