package granary.web.hub;

import com.fasterxml.jackson.annotation.JsonInclude;
import granary.repo.TreeEntry;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A file in a repository's information. Only its name, unless {@code blobs=true} asked for more (hub-api.md §5). */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Sibling(
        String rfilename,
        @Nullable Long size,
        @Nullable String blobId,
        @Nullable Lfs lfs) {
    static Optional<List<Sibling>> names(RepoFacts facts) throws IOException {
        return facts.files()
                .map(files -> files.stream()
                        .map(entry -> new Sibling(entry.path().text(), null, null, null))
                        .toList());
    }

    static Optional<List<Sibling>> details(RepoFacts facts) throws IOException {
        return facts.files().map(files -> files.stream().map(Sibling::detail).toList());
    }

    private static Sibling detail(TreeEntry entry) {
        String name = entry.path().text();
        return switch (entry) {
            case TreeEntry.GitFile(var _, var oid, var size) -> new Sibling(name, size, oid, null);
            case TreeEntry.Symlink(var _, var oid, var size) -> new Sibling(name, size, oid, null);
            case TreeEntry.LfsFile(var _, var oid, var size, var sha256, var pointerSize) ->
                new Sibling(name, size, oid, new Lfs(size, sha256.hex(), pointerSize));
            case TreeEntry.Folder _, TreeEntry.Submodule _ -> new Sibling(name, null, null, null);
        };
    }

    record Lfs(long size, String sha256, int pointerSize) {}
}
