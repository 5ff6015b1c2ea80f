package granary.web.hub;

import com.fasterxml.jackson.annotation.JsonInclude;
import granary.blob.xet.XetHash;
import granary.repo.CommitInfo;
import granary.repo.TreeEntry;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A tree entry in the words of the Hub API (hub-api.md §6). */
@JsonInclude(JsonInclude.Include.NON_NULL)
record EntryView(
        String type,
        String path,
        String oid,
        long size,
        @Nullable Lfs lfs,
        @Nullable String xetHash,
        @Nullable LastCommit lastCommit) {

    /** Empty for what no client could fetch: a commit of another repository. */
    static Optional<EntryView> of(TreeEntry entry, @Nullable XetHash xetHash, @Nullable CommitInfo last) {
        LastCommit lastCommit = last == null ? null : LastCommit.of(last);
        String path = entry.path().text();
        return switch (entry) {
            case TreeEntry.Folder(var _, var oid) ->
                Optional.of(new EntryView("directory", path, oid, 0, null, null, lastCommit));
            case TreeEntry.GitFile(var _, var oid, var size) ->
                Optional.of(new EntryView("file", path, oid, size, null, null, lastCommit));
            case TreeEntry.Symlink(var _, var oid, var size) ->
                Optional.of(new EntryView("file", path, oid, size, null, null, lastCommit));
            case TreeEntry.LfsFile file ->
                Optional.of(new EntryView(
                        "file",
                        path,
                        file.oid(),
                        file.size(),
                        Lfs.of(file),
                        xetHash == null ? null : xetHash.text(),
                        lastCommit));
            case TreeEntry.Submodule _ -> Optional.empty();
        };
    }

    /** {@code oid} is the content's SHA-256. */
    record Lfs(String oid, long size, int pointerSize) {
        static Lfs of(TreeEntry.LfsFile file) {
            return new Lfs(file.sha256().hex(), file.size(), file.pointerSize());
        }
    }

    record LastCommit(String id, String title, String date) {
        static LastCommit of(CommitInfo commit) {
            return new LastCommit(commit.id().hex(), commit.title(), HubFormat.date(commit.date()));
        }
    }
}
