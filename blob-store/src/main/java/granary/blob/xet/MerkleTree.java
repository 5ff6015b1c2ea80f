package granary.blob.xet;

import java.util.ArrayList;
import java.util.List;

/**
 * Aggregates chunk hashes, in order, into the hash of a xorb or a file (xet-protocol.md §3.3).
 *
 * <p>The protocol describes it on the whole list; where a group ends depends on its own members only, so this keeps the
 * open group of each level and nothing else: a terabyte needs no more memory than a megabyte. Ask for the root once,
 * after the last chunk.
 */
public final class MerkleTree {
    private static final int GROUP_MIN = 3;
    private static final int GROUP_MAX = 9;
    private static final int GROUP_END_ONE_IN = 4;

    private final List<Level> levels = new ArrayList<>();

    /** Adds the next chunk, of {@code size} uncompressed bytes. */
    public void add(XetHash hash, long size) {
        add(0, new Node(hash, size));
    }

    /** Adds chunks {@code start} to {@code end} (exclusive) of a xorb: a term of a file. */
    public void add(ChunkTable chunks, int start, int end) {
        for (int i = start; i < end; i++) {
            add(chunks.hash(i), chunks.rawBytes(i));
        }
    }

    private void add(int level, Node node) {
        if (level == levels.size()) {
            levels.add(new Level());
        }
        Level nodes = levels.get(level);
        nodes.open.add(node);
        nodes.total++;
        if (endsGroup(nodes.open.size(), node)) {
            add(level + 1, nodes.close());
        }
    }

    private static boolean endsGroup(int members, Node last) {
        return members == GROUP_MAX || (members >= GROUP_MIN && last.hash.mod(GROUP_END_ONE_IN) == 0);
    }

    /** The plain aggregate: a xorb's hash. Zeros when there was no chunk. */
    public XetHash root() {
        for (int i = 0; i < levels.size(); i++) {
            Level level = levels.get(i);
            if (level.total == 1) {
                return level.open.getFirst().hash;
            }
            if (!level.open.isEmpty()) {
                add(i + 1, level.close());
            }
        }
        return XetHash.ZERO;
    }

    /** The salted aggregate: a file's hash. Zeros for an empty file. */
    public XetHash fileHash() {
        return levels.isEmpty() ? XetHash.ZERO : XetHashes.ofFile(root());
    }

    private record Node(XetHash hash, long size) {
        static Node over(List<Node> children) {
            var text = new StringBuilder(children.size() * 80);
            long size = 0;
            for (Node child : children) {
                text.append(child.hash.text()).append(" : ").append(child.size).append('\n');
                size += child.size;
            }
            return new Node(XetHashes.ofNode(text), size);
        }
    }

    private static final class Level {
        private final List<Node> open = new ArrayList<>(GROUP_MAX);
        private long total;

        Node close() {
            Node parent = Node.over(open);
            open.clear();
            return parent;
        }
    }
}
