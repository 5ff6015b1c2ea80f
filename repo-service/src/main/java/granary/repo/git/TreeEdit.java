package granary.repo.git;

import granary.repo.RepoPath;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;

/**
 * The changes of one commit, as a tree of their own that is laid over a commit's tree. Only folders with a change in them
 * are read and written, however large the repository is.
 */
final class TreeEdit {
    private final Map<String, Node> nodes = new LinkedHashMap<>();

    /** Set when the folder was deleted or was a file: what the old tree has here is gone. */
    private final boolean replaces;

    TreeEdit() {
        this(false);
    }

    private TreeEdit(boolean replaces) {
        this.replaces = replaces;
    }

    /** What happens to one name of a folder. */
    private sealed interface Node {
        record Put(FileMode mode, ObjectId id) implements Node {}

        record Gone() implements Node {}

        record Inside(TreeEdit edit) implements Node {}
    }

    /** What these changes say of a path, if anything. */
    enum Answer {
        THERE,
        GONE,
        UNTOLD
    }

    /** Puts a file; a folder of that name goes, and so does a file that bears the name of one of its folders. */
    void put(RepoPath path, ObjectId id) {
        String[] names = path.text().split("/", -1);
        folderOf(names).nodes.put(names[names.length - 1], new Node.Put(FileMode.REGULAR_FILE, id));
    }

    void delete(RepoPath path) {
        String[] names = path.text().split("/", -1);
        folderOf(names).nodes.put(names[names.length - 1], new Node.Gone());
    }

    private TreeEdit folderOf(String[] names) {
        TreeEdit edit = this;
        for (String name : Arrays.copyOf(names, names.length - 1)) {
            edit = edit.inside(name);
        }
        return edit;
    }

    private TreeEdit inside(String name) {
        Node node = nodes.get(name);
        if (node instanceof Node.Inside(TreeEdit edit)) {
            return edit;
        }
        TreeEdit edit = new TreeEdit(node != null);
        nodes.put(name, new Node.Inside(edit));
        return edit;
    }

    Answer tell(RepoPath path) {
        TreeEdit edit = this;
        String[] names = path.text().split("/", -1);
        for (int i = 0; i < names.length; i++) {
            boolean last = i == names.length - 1;
            switch (edit.nodes.get(names[i])) {
                case null -> {
                    return edit.replaces ? Answer.GONE : Answer.UNTOLD;
                }
                case Node.Put _ -> {
                    return last ? Answer.THERE : Answer.GONE;
                }
                case Node.Gone _ -> {
                    return Answer.GONE;
                }
                case Node.Inside(TreeEdit inside) -> edit = inside;
            }
        }
        return edit.holdsFile() ? Answer.THERE : edit.replaces ? Answer.GONE : Answer.UNTOLD;
    }

    private boolean holdsFile() {
        return nodes.values().stream().anyMatch(node -> switch (node) {
            case Node.Put _ -> true;
            case Node.Gone _ -> false;
            case Node.Inside(TreeEdit edit) -> edit.holdsFile();
        });
    }

    /**
     * Writes the changed trees.
     *
     * @param base the tree to change; null for none
     */
    ObjectId applyTo(@Nullable ObjectId base, ObjectReader reader, ObjectInserter inserter) throws IOException {
        ObjectId tree = apply(base, reader, inserter);
        return tree == null ? inserter.insert(new TreeFormatter()) : tree;
    }

    /** Null when nothing is left: git has no empty folders. */
    private @Nullable ObjectId apply(@Nullable ObjectId base, ObjectReader reader, ObjectInserter inserter)
            throws IOException {
        Map<String, Node.Put> entries = replaces || base == null ? new LinkedHashMap<>() : read(base, reader);
        for (Map.Entry<String, Node> change : nodes.entrySet()) {
            String name = change.getKey();
            switch (change.getValue()) {
                case Node.Put put -> entries.put(name, put);
                case Node.Gone _ -> entries.remove(name);
                case Node.Inside(TreeEdit edit) -> {
                    ObjectId tree = edit.apply(folderId(entries.get(name)), reader, inserter);
                    if (tree == null) {
                        entries.remove(name);
                    } else {
                        entries.put(name, new Node.Put(FileMode.TREE, tree));
                    }
                }
            }
        }
        return entries.isEmpty() ? null : inserter.insert(format(entries));
    }

    private static @Nullable ObjectId folderId(Node.@Nullable Put entry) {
        return entry != null && entry.mode().equals(FileMode.TREE) ? entry.id() : null;
    }

    private static Map<String, Node.Put> read(ObjectId tree, ObjectReader reader) throws IOException {
        Map<String, Node.Put> entries = new LinkedHashMap<>();
        try (TreeWalk walk = new TreeWalk(reader)) {
            walk.addTree(tree);
            while (walk.next()) {
                entries.put(walk.getNameString(), new Node.Put(walk.getFileMode(0), walk.getObjectId(0)));
            }
        }
        return entries;
    }

    /** In git's order: byte by byte, a folder as if its name ended in a slash. */
    private static TreeFormatter format(Map<String, Node.Put> entries) {
        Map<byte[], Map.Entry<String, Node.Put>> sorted = new TreeMap<>(Arrays::compareUnsigned);
        for (Map.Entry<String, Node.Put> entry : entries.entrySet()) {
            boolean isFolder = entry.getValue().mode().equals(FileMode.TREE);
            sorted.put(org.eclipse.jgit.lib.Constants.encode(entry.getKey() + (isFolder ? "/" : "")), entry);
        }
        TreeFormatter formatter = new TreeFormatter();
        sorted.values()
                .forEach(entry -> formatter.append(
                        entry.getKey(),
                        entry.getValue().mode(),
                        entry.getValue().id()));
        return formatter;
    }
}
