package granary.repo;

import granary.blob.Sha256;

/** One line of a directory listing at a commit. {@code oid} is git's id of the tree or blob, 40 hex digits. */
public sealed interface TreeEntry {
    RepoPath path();

    String oid();

    record Folder(RepoPath path, String oid) implements TreeEntry {}

    /** A file that git itself keeps; {@code size} in bytes. */
    record GitFile(RepoPath path, String oid, long size) implements TreeEntry {}

    /** A file whose blob is a pointer: {@code size} and {@code sha256} are the content's, {@code pointerSize} the blob's. */
    record LfsFile(RepoPath path, String oid, long size, Sha256 sha256, int pointerSize) implements TreeEntry {}

    /** A symbolic link: shown, never followed. {@code oid} names the blob that holds its target. */
    record Symlink(RepoPath path, String oid, long size) implements TreeEntry {}

    /** A commit of another repository: shown, never fetched. */
    record Submodule(RepoPath path, String oid) implements TreeEntry {}
}
