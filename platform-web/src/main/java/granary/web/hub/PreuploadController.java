package granary.web.hub;

import com.fasterxml.jackson.annotation.JsonInclude;
import granary.blob.Sha256;
import granary.blob.content.ContentStore;
import granary.repo.CommitId;
import granary.repo.LimitException;
import granary.repo.RepoPath;
import granary.repo.Repository;
import granary.repo.TreeEntry;
import granary.repo.upload.UploadRules;
import granary.web.access.Caller;
import granary.web.access.MalformedRequestException;
import granary.web.access.Permission;
import granary.web.access.RepoUrl;
import granary.web.access.RepositoryAccess;
import granary.web.transfer.JsonBodies;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells a client, before it sends anything, how each file is to be sent (hub-api.md §8.2). */
@RestController
class PreuploadController {
    private static final int FILES_MAX = 1000;
    private static final int RULES_BYTES_MAX = 1024 * 1024;

    /** What tells LFS files' ids from git's, which have 40. */
    private static final int SHA256_DIGITS = 64;

    private final RepositoryAccess access;
    private final ContentStore contents;
    private final JsonBodies bodies;

    PreuploadController(RepositoryAccess access, ContentStore contents, JsonBodies bodies) {
        this.access = access;
        this.contents = contents;
        this.bodies = bodies;
    }

    @PostMapping(RepoUrl.API + "/preupload/**")
    PreuploadAnswer preupload(Caller caller, RepoUrl url, HttpServletRequest request) throws IOException {
        PullRequests.refuse(request);
        try (Repository repository = access.open(caller, url.repoId(), Permission.WRITE)) {
            PreuploadBody body = bodies.read(request, PreuploadBody.class, JsonBodies.LARGE);
            if (body.files().size() > FILES_MAX) {
                throw new LimitException("At most %d files can be asked for at once".formatted(FILES_MAX));
            }
            Optional<CommitId> commit =
                    Heads.find(repository, url.revisionAndPath(1).revision());
            UploadRules rules = UploadRules.of(
                    text(body.gitAttributes(), repository, commit, ".gitattributes"),
                    text(body.gitIgnore(), repository, commit, ".gitignore"));
            var answers = new ArrayList<FileAnswer>();
            for (FileBody file : body.files()) {
                answers.add(answer(file, rules, repository, commit));
            }
            return new PreuploadAnswer(withoutDamaged(answers, repository));
        }
    }

    /** Clients do not send what they are told is there; what is damaged, they shall. */
    private List<FileAnswer> withoutDamaged(List<FileAnswer> answers, Repository repository) {
        List<Sha256> there = answers.stream()
                .map(FileAnswer::oid)
                .filter(oid -> oid != null && oid.length() == SHA256_DIGITS)
                .map(Sha256::new)
                .toList();
        Set<String> damaged = contents.findDamaged(repository.info().key(), there).stream()
                .map(Sha256::hex)
                .collect(Collectors.toSet());
        return answers.stream()
                .map(answer -> damaged.contains(answer.oid()) ? answer.withoutOid() : answer)
                .toList();
    }

    /** What the client is about to send counts before what is there. */
    private static String text(@Nullable String sent, Repository repository, Optional<CommitId> commit, String name)
            throws IOException {
        if (sent != null || commit.isEmpty()) {
            return sent == null ? "" : sent;
        }
        Optional<TreeEntry> entry = repository.find(commit.get(), new RepoPath(name));
        if (entry.isEmpty() || !(entry.get() instanceof TreeEntry.GitFile file) || file.size() > RULES_BYTES_MAX) {
            return "";
        }
        try (InputStream in = repository.open(file.oid())) {
            return new String(in.readNBytes(RULES_BYTES_MAX), StandardCharsets.UTF_8);
        }
    }

    private static FileAnswer answer(FileBody file, UploadRules rules, Repository repository, Optional<CommitId> commit)
            throws IOException {
        if (file.path() == null || file.size() == null || file.size() < 0) {
            throw new MalformedRequestException("A file needs 'path' and 'size'");
        }
        RepoPath path = CommitPaths.of(file.path());
        String mode = rules.isLfs(path, file.size(), sample(file.sample())) ? "lfs" : "regular";
        Optional<TreeEntry> there = commit.isEmpty() ? Optional.empty() : repository.find(commit.get(), path);
        return new FileAnswer(
                file.path(),
                mode,
                rules.isIgnored(path),
                there.map(PreuploadController::id).orElse(null));
    }

    private static byte[] sample(@Nullable String base64) {
        try {
            return Base64.getDecoder().decode(base64 == null ? "" : base64);
        } catch (IllegalArgumentException e) {
            throw new MalformedRequestException("'sample' is not base64", e);
        }
    }

    /** What a client compares its own file's hash with. */
    private static @Nullable String id(TreeEntry entry) {
        return switch (entry) {
            case TreeEntry.LfsFile file -> file.sha256().hex();
            case TreeEntry.GitFile file -> file.oid();
            case TreeEntry.Folder _, TreeEntry.Symlink _, TreeEntry.Submodule _ -> null;
        };
    }

    record PreuploadBody(
            List<FileBody> files,
            @Nullable String gitIgnore,
            @Nullable String gitAttributes) {
        PreuploadBody(@Nullable List<FileBody> files, @Nullable String gitIgnore, @Nullable String gitAttributes) {
            this.files = files == null ? List.of() : files;
            this.gitIgnore = gitIgnore;
            this.gitAttributes = gitAttributes;
        }
    }

    record FileBody(
            @Nullable String path,
            @Nullable Long size,
            @Nullable String sample) {}

    record PreuploadAnswer(List<FileAnswer> files) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record FileAnswer(
            String path,
            String uploadMode,
            boolean shouldIgnore,
            @Nullable String oid) {
        FileAnswer withoutOid() {
            return new FileAnswer(path, uploadMode, shouldIgnore, null);
        }
    }
}
