package granary.repo.git;

import granary.repo.pointer.LfsPointer;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.BlobObjectChecker;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.GitmoduleEntry;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.util.RawParseUtils;
import org.jspecify.annotations.Nullable;

/**
 * Checks every object of a push as it comes in. JGit's own checks for Windows and macOS would also refuse names that are
 * legal (a question mark, {@code aux}, twins by case), so those that hide {@code .git} are checked here instead. On the
 * way it notes the blobs that the push rules judge: large ones, and LFS pointers.
 */
public final class PushChecker extends ObjectChecker {
    private static final int NOTED_MAX = 200_000;

    private final long fileBytesMax;
    private final Map<ObjectId, Long> largeFiles = new LinkedHashMap<>();
    private final Map<ObjectId, LfsPointer> pointers = new LinkedHashMap<>();

    public PushChecker(long fileBytesMax) {
        this.fileBytesMax = fileBytesMax;
    }

    /** Blobs that are larger than a file may be, with their sizes in bytes. */
    public Map<ObjectId, Long> largeFiles() {
        return Collections.unmodifiableMap(largeFiles);
    }

    public Map<ObjectId, LfsPointer> pointers() {
        return Collections.unmodifiableMap(pointers);
    }

    @Override
    public void checkTree(@Nullable AnyObjectId id, byte[] raw) throws CorruptObjectException {
        super.checkTree(id, raw);
        int at = 0;
        while (at < raw.length) {
            int mode = 0;
            for (; raw[at] != ' '; at++) {
                mode = (mode << 3) + raw[at] - '0';
            }
            int nameStart = at + 1;
            int nameEnd = nameStart;
            while (raw[nameEnd] != 0) {
                nameEnd++;
            }
            at = nameEnd + 1 + Constants.OBJECT_ID_LENGTH;
            if (mayHideGit(raw, nameStart, nameEnd)) {
                checkName(id, RawParseUtils.decode(raw, nameStart, nameEnd), mode, ObjectId.fromRaw(raw, nameEnd + 1));
            }
        }
    }

    /** Nearly all names have no {@code git} in them; this saves looking at those. */
    private static boolean mayHideGit(byte[] raw, int start, int end) {
        boolean hasG = false;
        for (int i = start; i < end; i++) {
            byte b = raw[i];
            if (b < 0 || b == '~') {
                return true;
            }
            if (hasG && (b == 't' || b == 'T')) {
                return true;
            }
            hasG |= b == 'g' || b == 'G';
        }
        return false;
    }

    private void checkName(@Nullable AnyObjectId tree, String name, int mode, ObjectId entry)
            throws CorruptObjectException {
        if (DotGitNames.isDotGit(name)) {
            throw new CorruptObjectException("the name '%s' is .git on some systems".formatted(printable(name)));
        }
        if (!DotGitNames.isGitmodules(name)) {
            return;
        }
        if (FileMode.SYMLINK.equals(mode)) {
            throw new CorruptObjectException("'%s' is a symbolic link".formatted(printable(name)));
        }
        if (tree != null && !name.equals(Constants.DOT_GIT_MODULES) && !FileMode.TREE.equals(mode)) {
            getGitsubmodules().add(new GitmoduleEntry(tree, entry));
        }
    }

    private static String printable(String name) {
        return name.replaceAll("[^\\x20-\\x7e]", "?");
    }

    @Override
    public BlobObjectChecker newBlobObjectChecker() {
        return new Noter();
    }

    /** Sees one blob go by, in parts. */
    private final class Noter implements BlobObjectChecker {
        private byte[] start = {};
        private long size;

        @Override
        public void update(byte[] bytes, int offset, int length) {
            if (size + length <= LfsPointer.BYTES_MAX) {
                int had = start.length;
                start = Arrays.copyOf(start, had + length);
                System.arraycopy(bytes, offset, start, had, length);
            }
            size += length;
        }

        @Override
        public void endBlob(AnyObjectId id) throws CorruptObjectException {
            if (size > fileBytesMax) {
                largeFiles.put(id.copy(), size);
            } else if (size == start.length) {
                LfsPointer.parse(start).ifPresent(pointer -> pointers.put(id.copy(), pointer));
            }
            if (largeFiles.size() + pointers.size() > NOTED_MAX) {
                throw new CorruptObjectException(
                        "the push has more than %,d large files and pointers; push in smaller parts"
                                .formatted(NOTED_MAX));
            }
        }
    }
}
