package granary.repo.git;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Follows JGit through the deltas of a pack, to know how many bytes of objects it keeps in memory: a base stays until its
 * last child is made, so a pack that branches at every level keeps a whole chain of them.
 */
final class DeltaChain {
    private final Counts byPosition = new Counts();
    private final Counts byId = new Counts();
    private final Deque<Link> links = new ArrayDeque<>();
    private long heldBytes;

    private static final class Link {
        final ObjectId id;
        long bytes;
        int childrenLeft;

        Link(ObjectId id, long bytes, int childrenLeft) {
            this.id = id;
            this.bytes = bytes;
            this.childrenLeft = childrenLeft;
        }
    }

    void expectChildOf(long basePosition) {
        byPosition.add(basePosition);
    }

    void expectChildOf(AnyObjectId base) {
        byId.add(keyOf(base));
    }

    /** All of the pack was seen. */
    void sort() {
        byPosition.sort();
        byId.sort();
    }

    /** Whether some delta of the pack has this object as its base. */
    boolean hasChildren(AnyObjectId id, long position) {
        return byPosition.of(position) > 0 || byId.of(keyOf(id)) > 0;
    }

    /** A new root: everything before it is done. */
    void start(ObjectId root, long position, long bytes) {
        links.clear();
        heldBytes = 0;
        push(root, position, bytes);
    }

    /** An object was made from its base. */
    void made(ObjectId object, long position, long bytes, @Nullable ObjectId base) {
        while (!links.isEmpty() && !links.peek().id.equals(base)) {
            free(links.pop());
        }
        Link parent = links.peek();
        if (parent != null) {
            parent.childrenLeft--;
            if (parent.childrenLeft == 0) {
                free(parent);
            }
        }
        push(object, position, bytes);
    }

    private void push(ObjectId id, long position, long bytes) {
        links.push(new Link(id, bytes, byPosition.of(position) + byId.of(keyOf(id))));
        heldBytes += bytes;
    }

    private void free(Link link) {
        heldBytes -= link.bytes;
        link.bytes = 0;
    }

    long heldBytes() {
        return heldBytes;
    }

    private static long keyOf(AnyObjectId id) {
        byte[] raw = new byte[20];
        id.copyRawTo(raw, 0);
        return ByteBuffer.wrap(raw).getLong();
    }

    /** How often each number was added; eight bytes each. */
    private static final class Counts {
        private long[] numbers = new long[16];
        private int size;

        void add(long number) {
            if (size == numbers.length) {
                numbers = Arrays.copyOf(numbers, size * 2);
            }
            numbers[size++] = number;
        }

        void sort() {
            Arrays.sort(numbers, 0, size);
        }

        int of(long number) {
            int at = Arrays.binarySearch(numbers, 0, size, number);
            if (at < 0) {
                return 0;
            }
            int from = at;
            while (from > 0 && numbers[from - 1] == number) {
                from--;
            }
            int to = at + 1;
            while (to < size && numbers[to] == number) {
                to++;
            }
            return to - from;
        }
    }
}
