package granary.web.content;

import granary.blob.content.Content;
import granary.blob.content.ContentStore;
import granary.blob.content.DamagedContentException;
import granary.blob.content.StoredFile;
import granary.repo.CommitId;
import granary.repo.NotFoundException;
import granary.repo.RepoPath;
import granary.repo.Repository;
import granary.repo.RepositoryInfo;
import granary.repo.TreeEntry;
import granary.web.access.Caller;
import granary.web.access.Permission;
import granary.web.access.RepoUrl;
import granary.web.access.RepositoryAccess;
import granary.web.transfer.FileAnswer;
import granary.web.transfer.FileType;
import granary.web.xet.XetLinks;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** A file of a repository (hub-api.md §6), for GET and HEAD. */
@RestController
class FileController {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final RepositoryAccess access;
    private final ContentStore contents;
    private final XetLinks xet;

    FileController(RepositoryAccess access, ContentStore contents, XetLinks xet) {
        this.access = access;
        this.contents = contents;
        this.xet = xet;
    }

    /** The file's bytes, wherever they are kept. */
    @GetMapping({RepoUrl.WEB + "/resolve/**", RepoUrl.WEB_TYPED + "/resolve/**", "/{name}/resolve/**"})
    void resolve(Caller caller, RepoUrl url, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        requireVerb(url, "resolve");
        try (Repository repository = access.open(caller, url.repoId(), Permission.READ)) {
            Located located = locate(repository, url, response);
            switch (located.entry()) {
                case TreeEntry.LfsFile file -> content(repository, located, file, request, response);
                case TreeEntry.GitFile file -> blob(repository, located, file.size(), request, response);
                case TreeEntry.Symlink link -> blob(repository, located, link.size(), request, response);
                case TreeEntry.Folder _, TreeEntry.Submodule _ -> throw located.notAFile();
            }
        }
    }

    /** What git keeps: of an LFS file, the pointer. */
    @GetMapping({RepoUrl.WEB + "/raw/**", RepoUrl.WEB_TYPED + "/raw/**", "/{name}/raw/**"})
    void raw(Caller caller, RepoUrl url, HttpServletRequest request, HttpServletResponse response) throws IOException {
        requireVerb(url, "raw");
        try (Repository repository = access.open(caller, url.repoId(), Permission.READ)) {
            Located located = locate(repository, url, response);
            switch (located.entry()) {
                case TreeEntry.LfsFile file -> blob(repository, located, file.pointerSize(), request, response);
                case TreeEntry.GitFile file -> blob(repository, located, file.size(), request, response);
                case TreeEntry.Symlink link -> blob(repository, located, link.size(), request, response);
                case TreeEntry.Folder _, TreeEntry.Submodule _ -> throw located.notAFile();
            }
        }
    }

    /** A one-segment id, as {@code /gpt2/resolve/…}, parses as namespace and name but is nobody's repository. */
    private static void requireVerb(RepoUrl url, String verb) {
        if (!url.verb().equals(verb)) {
            throw NotFoundException.repository();
        }
    }

    private static Located locate(Repository repository, RepoUrl url, HttpServletResponse response) throws IOException {
        RepoUrl.RevisionAndPath where = url.revisionAndPath(1);
        CommitId commit = repository.resolve(where.revision());
        TreeEntry entry = repository.require(commit, where.path());
        response.setHeader("X-Repo-Commit", commit.hex());
        return new Located(commit, where.path(), entry);
    }

    private record Located(CommitId commit, RepoPath path, TreeEntry entry) {
        NotFoundException notAFile() {
            return NotFoundException.entry(commit, path);
        }
    }

    private void content(
            Repository repository,
            Located located,
            TreeEntry.LfsFile file,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        RepositoryInfo info = repository.info();
        StoredFile stored = contents.findFile(info.key(), file.sha256())
                .orElseThrow(() -> new DamagedContentException("No content for the pointer %s in repository %s"
                        .formatted(file.sha256().hex(), info.key())));
        Content content = stored.content();
        String sha256 = content.sha256().hex();
        response.setHeader("X-Linked-Etag", FileAnswer.quoted(sha256));
        response.setHeader("X-Linked-Size", String.valueOf(content.size()));
        if (XetLinks.isXet(stored)) {
            xet.announce(request, response, info, located.commit(), stored);
            if (wantsFileInfo(request)) {
                fileInfo(response, sha256);
                return;
            }
        }
        String name = file.path().name();
        new FileAnswer(name, FileType.of(name), content.size(), sha256, info.isPrivate())
                .send(
                        request,
                        response,
                        (first, length, out) -> contents.copy(info.key(), content, first, length, out));
    }

    /** JavaScript asks for the hash before it fetches, and takes anything but this type for the file itself. */
    private static boolean wantsFileInfo(HttpServletRequest request) {
        String accept = request.getHeader("Accept");
        return accept != null && accept.contains(XetLinks.FILE_INFO_TYPE);
    }

    /** All that is known of the file is in the headers (xet-protocol.md §1.5). */
    private static void fileInfo(HttpServletResponse response, String sha256) throws IOException {
        response.setHeader("ETag", FileAnswer.quoted(sha256));
        response.setHeader("Vary", "Accept, Authorization, Cookie");
        response.setHeader("Cache-Control", "private, no-cache");
        response.setContentType(XetLinks.FILE_INFO_TYPE);
        response.getOutputStream().write("{}".getBytes(StandardCharsets.US_ASCII));
    }

    private static void blob(
            Repository repository, Located located, long size, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String oid = located.entry().oid();
        String name = located.path().name();
        FileType type = located.entry() instanceof TreeEntry.LfsFile ? FileType.text() : FileType.of(name);
        new FileAnswer(name, type, size, oid, repository.info().isPrivate())
                .send(request, response, (first, length, out) -> copyBlob(repository, oid, first, length, out));
    }

    private static void copyBlob(Repository repository, String oid, long first, long length, OutputStream out)
            throws IOException {
        try (InputStream in = repository.open(oid)) {
            in.skipNBytes(first);
            byte[] buffer = new byte[(int) Math.min(BUFFER_BYTES, length)];
            for (long left = length; left > 0; ) {
                int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (count < 0) {
                    throw new DamagedContentException("Git blob %s is shorter than its size".formatted(oid));
                }
                out.write(buffer, 0, count);
                left -= count;
            }
        }
    }
}
