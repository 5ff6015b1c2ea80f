package granary.web.browse;

import granary.blob.content.ContentStore;
import granary.repo.CommitInfo;
import granary.repo.RepoPath;
import granary.repo.TreeEntry;
import granary.repo.card.Card;
import granary.web.ui.SizeView;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides how a file is shown. Bytes of LFS files are never read here: the browser fetches pictures itself. */
final class FileViews {
    private static final Set<String> MARKDOWN = Set.of("md", "markdown", "mdown");
    private static final int TARGET_MAX = 4096;

    private final Readmes readmes;
    private final ContentStore contents;

    FileViews(Readmes readmes, ContentStore contents) {
        this.readmes = readmes;
        this.contents = contents;
    }

    /** What the reader asked for: source rather than rendered, a first line, hidden characters written out. */
    record Look(boolean source, int from, boolean escape, Locale locale) {}

    /** What a file looks like; at most one part is there. */
    private record Body(
            @Nullable TextView text, @Nullable CardView card, String picture, String hex, String target, String note) {
        static Body noted(String note) {
            return new Body(null, null, "", "", "", note);
        }

        static Body ofText(TextView text) {
            return new Body(text, null, "", "", "", "");
        }

        static Body ofCard(CardView card) {
            return new Body(null, card, "", "", "", "");
        }

        static Body ofPicture(String picture) {
            return new Body(null, null, picture, "", "", "");
        }

        static Body ofHex(String hex) {
            return new Body(null, null, "", hex, "", "file.binary");
        }

        static Body ofTarget(String target) {
            return new Body(null, null, "", "", target, "");
        }
    }

    FilePage of(View view, HeadView head, TreeEntry entry, Look look) throws IOException {
        String name = entry.path().name();
        Body body = body(view, entry, look);
        long size = switch (entry) {
            case TreeEntry.GitFile file -> file.size();
            case TreeEntry.LfsFile file -> file.size();
            case TreeEntry.Symlink link -> link.size();
            case TreeEntry.Folder _, TreeEntry.Submodule _ -> 0;
        };
        return new FilePage(
                head,
                RefMenu.of(view, "blob"),
                view.crumbs(),
                view.path().text(),
                name,
                kind(entry),
                TreeView.icon(name),
                SizeView.of(size),
                entry.oid(),
                entry instanceof TreeEntry.LfsFile file ? file.sha256().hex() : "",
                links(view, isMarkdown(name) && entry instanceof TreeEntry.GitFile),
                lastCommit(view),
                body.text(),
                body.card(),
                body.picture(),
                body.hex(),
                body.target(),
                body.note());
    }

    private static String kind(TreeEntry entry) {
        return switch (entry) {
            case TreeEntry.LfsFile _ -> "lfs";
            case TreeEntry.Symlink _ -> "link";
            case TreeEntry.GitFile _, TreeEntry.Folder _, TreeEntry.Submodule _ -> "file";
        };
    }

    private static FilePage.Links links(View view, boolean markdown) {
        String here = view.links().blob(view.revision(), view.path());
        return new FilePage.Links(
                view.links().raw(view.revision(), view.path()),
                view.links().download(view.revision(), view.path()),
                view.links().commits(view.revision(), view.path()),
                view.links().blob(view.commit().hex(), view.path()),
                markdown ? here : "",
                markdown ? here + "?view=source" : "");
    }

    /** The commit that last changed the file, or the one shown when it was too long ago to look for. */
    private static CommitView lastCommit(View view) throws IOException {
        Map<RepoPath, CommitInfo> last = view.repository().lastCommits(view.commit(), List.of(view.path()));
        CommitInfo commit = Optional.ofNullable(last.get(view.path()))
                .orElse(view.repository().commit(view.commit()));
        return CommitView.of(commit, view.links(), view.now());
    }

    private Body body(View view, TreeEntry entry, Look look) throws IOException {
        String name = entry.path().name();
        String resolve = view.links().resolve(view.revision(), view.path());
        return switch (entry) {
            case TreeEntry.LfsFile file when isWithheld(view, file) -> Body.noted("file.withheld");
            case TreeEntry.LfsFile _ when TreeView.isPicture(name) -> Body.ofPicture(resolve);
            case TreeEntry.LfsFile _ -> Body.noted("file.lfs");
            case TreeEntry.Symlink link -> Body.ofTarget(target(view, link));
            case TreeEntry.GitFile _ when TreeView.isPicture(name) && !look.source() -> Body.ofPicture(resolve);
            case TreeEntry.GitFile file -> ofGit(view, file, look);
            case TreeEntry.Folder _, TreeEntry.Submodule _ -> Body.noted("file.binary");
        };
    }

    /** Whoever uploaded it learns it here. */
    private boolean isWithheld(View view, TreeEntry.LfsFile file) {
        return contents.find(view.repository().info().key(), file.sha256()).isEmpty();
    }

    private Body ofGit(View view, TreeEntry.GitFile file, Look look) throws IOException {
        if (file.size() > TextView.BYTES_MAX) {
            return Body.noted("file.large");
        }
        if (file.size() == 0) {
            return Body.noted("file.empty");
        }
        byte[] bytes = read(view, file.oid(), TextView.BYTES_MAX);
        Optional<TextView.Decoded> decoded = TextView.decode(bytes);
        if (decoded.isEmpty()) {
            return Body.ofHex(HexDump.of(Arrays.copyOf(bytes, Math.min(bytes.length, HexDump.BYTES_MAX))));
        }
        String text = decoded.get().text();
        if (isMarkdown(file.path().name()) && !look.source()) {
            var readme = new Readmes.Readme(file.path(), text, Card.parse(text));
            return Body.ofCard(readmes.render(view, readme, false, look.locale()));
        }
        return Body.ofText(TextView.of(decoded.get(), look.from(), look.escape()));
    }

    private static String target(View view, TreeEntry.Symlink link) throws IOException {
        return new String(read(view, link.oid(), TARGET_MAX), StandardCharsets.UTF_8);
    }

    private static byte[] read(View view, String oid, int limit) throws IOException {
        try (InputStream in = view.repository().open(oid)) {
            return in.readNBytes(limit);
        }
    }

    private static boolean isMarkdown(String name) {
        return MARKDOWN.contains(TreeView.extension(name));
    }
}
