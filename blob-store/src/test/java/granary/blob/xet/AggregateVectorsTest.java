package granary.blob.xet;

import static org.assertj.core.api.Assertions.assertThat;

import granary.blob.hash.KeyedBlake3;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The 18 aggregates and 54 salted file hashes that xet-core's own tests hold (xet-protocol.md §3.4). */
class AggregateVectorsTest {
    private final List<Chunk> chunks = new ArrayList<>();
    private int aggregates;
    private int fileHashes;

    private record Chunk(XetHash hash, long size) {}

    @Test
    void chunksAddUpToTheHashesOfXetCore() throws Exception {
        XetHash root = XetHash.ZERO;
        for (String line : Vectors.lines("aggregates.txt")) {
            String[] words = line.split(" ", -1);
            switch (words[0]) {
                case "chunk" -> chunks.add(new Chunk(XetHash.of(words[1]), Long.parseLong(words[2])));
                case "xorb" -> {
                    root = tree().root();
                    assertThat(root.text()).as("aggregate %d", aggregates).isEqualTo(words[1]);
                    aggregates++;
                }
                case "file" -> {
                    String salted = salted(root, XetHash.of(words[1])).text();
                    assertThat(salted).as("file hash %d", fileHashes).isEqualTo(words[2]);
                    fileHashes++;
                    if (fileHashes % 3 == 0) {
                        chunks.clear();
                    }
                }
                default -> throw new AssertionError(line);
            }
        }
        assertThat(aggregates).isEqualTo(18);
        assertThat(fileHashes).isEqualTo(54);
    }

    private MerkleTree tree() {
        var tree = new MerkleTree();
        for (Chunk chunk : chunks) {
            tree.add(chunk.hash(), chunk.size());
        }
        return tree;
    }

    /** The product knows the salt of zeros alone; others are tried by what it is made of. */
    private XetHash salted(XetHash root, XetHash salt) {
        if (salt.equals(XetHash.ZERO)) {
            return tree().fileHash();
        }
        byte[] hash = new KeyedBlake3(salt.bytes()).hash(root.bytes(), 0, XetHash.BYTES);
        return chunks.isEmpty() ? XetHash.ZERO : XetHash.of(hash, 0);
    }
}
