package granary.web.hub;

import granary.blob.Sha256;
import granary.blob.content.Content;
import granary.blob.content.ContentStore;
import granary.repo.CommitBuilder;
import granary.repo.LimitException;
import granary.repo.RepoPath;
import granary.repo.Repository;
import granary.web.access.MalformedRequestException;
import granary.web.error.RefusedException;
import granary.web.transfer.Spill;
import granary.web.transfer.Spills;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.springframework.http.HttpStatus;

/** Puts the files that the lines of a commit name into the commit. */
final class CommitFiles {
    private static final int OPERATIONS_MAX = 25_000;

    private final ContentStore contents;
    private final Spills spills;

    CommitFiles(ContentStore contents, Spills spills) {
        this.contents = contents;
        this.spills = spills;
    }

    /** Reads all lines that are left. */
    void addAll(CommitLines lines, Repository repository, CommitBuilder builder) throws IOException {
        int operations = 0;
        try (Spill content = spills.begin()) {
            for (Optional<CommitLine> line = lines.next(); line.isPresent(); line = lines.next()) {
                if (++operations > OPERATIONS_MAX) {
                    throw new LimitException("A commit can change at most %d files".formatted(OPERATIONS_MAX));
                }
                add(line.get(), content, repository, builder);
            }
        }
    }

    private void add(CommitLine line, Spill content, Repository repository, CommitBuilder builder) throws IOException {
        RepoPath path = CommitPaths.of(line.require("path"));
        try {
            switch (line.key()) {
                case "file" -> addFile(line, path, content, builder);
                case "lfsFile" -> addLfsFile(line, path, repository, builder);
                case "deletedFile", "deletedFolder" -> builder.delete(path);
                default -> throw new MalformedRequestException("A commit cannot do '%s'".formatted(line.key()));
            }
        } catch (IllegalArgumentException e) { // a path that no checkout should meet
            throw new RefusedException(HttpStatus.UNPROCESSABLE_CONTENT, String.valueOf(e.getMessage()));
        }
    }

    private void addFile(CommitLine line, RepoPath path, Spill content, CommitBuilder builder) throws IOException {
        content.clear();
        line.copyContent(content);
        if (path.equals(FirstFiles.CARD)) {
            try (InputStream in = content.open()) {
                Cards.require(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        try (InputStream in = content.open()) {
            builder.addFile(path, in, content.size());
        }
    }

    /** The bytes must have been sent to this very repository before; their hash alone gives no right to them. */
    private void addLfsFile(CommitLine line, RepoPath path, Repository repository, CommitBuilder builder)
            throws IOException {
        if (!line.text("algo").orElse("sha256").equals("sha256")) {
            throw new MalformedRequestException("The only 'algo' here is sha256");
        }
        Content content = contents.find(repository.info().key(), oid(line))
                .orElseThrow(() -> new MalformedRequestException(
                        "The LFS object of '%s' was not uploaded to this repository".formatted(path.text())));
        if (line.size().isPresent() && line.size().getAsLong() != content.size()) {
            throw new MalformedRequestException(
                    "The LFS object of '%s' has %d bytes".formatted(path.text(), content.size()));
        }
        builder.addLfsFile(path, content.sha256());
    }

    private static Sha256 oid(CommitLine line) {
        try {
            return new Sha256(line.require("oid"));
        } catch (IllegalArgumentException e) {
            throw new MalformedRequestException("'oid' must be 64 lower-case hex digits", e);
        }
    }
}
