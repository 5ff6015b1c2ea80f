package granary.web.lfs;

import granary.blob.Sha256;
import granary.blob.content.Content;
import granary.blob.content.ContentStore;
import granary.repo.LimitException;
import granary.repo.RepositoryInfo;
import granary.web.access.Caller;
import granary.web.access.MalformedRequestException;
import granary.web.access.Permission;
import granary.web.access.RepoUrl;
import granary.web.access.RepositoryAccess;
import granary.web.error.RefusedException;
import granary.web.lfs.LfsJson.BatchAnswer;
import granary.web.lfs.LfsJson.BatchRequest;
import granary.web.lfs.LfsJson.ObjectAnswer;
import granary.web.lfs.LfsJson.ObjectRequest;
import granary.web.transfer.JsonBodies;
import granary.web.xet.XetLinks;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** The batch call: which objects to send or fetch, and where. */
@RestController
class LfsBatchController {
    private static final int OBJECTS_MAX = 1000;
    private static final Set<String> HASH_ALGORITHMS = Set.of("sha256", "sha_256");

    private final RepositoryAccess access;
    private final ContentStore contents;
    private final Links links;
    private final XetLinks xet;
    private final JsonBodies bodies;

    LfsBatchController(RepositoryAccess access, ContentStore contents, Links links, XetLinks xet, JsonBodies bodies) {
        this.access = access;
        this.contents = contents;
        this.links = links;
        this.xet = xet;
        this.bodies = bodies;
    }

    @PostMapping({RepoUrl.WEB + "/info/lfs/objects/batch", RepoUrl.WEB_TYPED + "/info/lfs/objects/batch"})
    ResponseEntity<BatchAnswer> batch(Caller caller, RepoUrl url, HttpServletRequest request) throws IOException {
        BatchRequest body = bodies.read(request, BatchRequest.class, JsonBodies.LARGE);
        Grant.Action action = action(body.operation());
        RepositoryInfo repository = access.require(caller, url.repoId(), action.permission());
        requireSha256(body.hashAlgo());
        List<ObjectRequest> wanted = objects(body);
        Optional<LfsJson.Link> xet = xetUpload(request, caller, repository, body);
        var batch = new Batch(
                caller, repository, links.baseOf(request, repository), action, linked(repository, action, wanted), xet);
        List<ObjectAnswer> answers =
                wanted.stream().map(object -> answer(batch, object)).toList();
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(LfsJson.MEDIA_TYPE))
                .body(new BatchAnswer(xet.isPresent() ? "xet" : "basic", "sha256", answers));
    }

    /** What all objects of one request have in common. */
    private record Batch(
            Caller caller,
            RepositoryInfo repository,
            String base,
            Grant.Action action,
            Set<Sha256> linked,
            Optional<LfsJson.Link> xet) {}

    /**
     * Where to send objects for clients that offer to send them by Xet (xet-protocol.md §1.6): one token for all of them,
     * as headers, and the URL that gives the next.
     */
    private Optional<LfsJson.Link> xetUpload(
            HttpServletRequest request, Caller caller, RepositoryInfo repository, BatchRequest body) {
        boolean offered = body.transfers() != null && body.transfers().contains("xet");
        if (!offered || !"upload".equals(body.operation())) {
            return Optional.empty();
        }
        String revision = Optional.ofNullable(body.ref())
                .flatMap(ref -> Optional.ofNullable(ref.name()))
                .orElse(repository.defaultBranch());
        XetLinks.Access access = xet.access(request, caller, repository, Permission.WRITE, revision);
        var header = new LinkedHashMap<String, String>();
        access.writeTo(header::put);
        String next = xet.tokenUrl(request, repository, Permission.WRITE, revision);
        return Optional.of(new LfsJson.Link(next, Links.LIFETIME.toSeconds(), header));
    }

    private static Grant.Action action(@Nullable String operation) {
        return switch (operation) {
            case "upload" -> Grant.Action.UPLOAD;
            case "download" -> Grant.Action.DOWNLOAD;
            case null, default ->
                throw new RefusedException(
                        HttpStatus.UNPROCESSABLE_CONTENT, "'operation' must be 'upload' or 'download'");
        };
    }

    private static void requireSha256(@Nullable String algorithm) {
        if (algorithm != null && !HASH_ALGORITHMS.contains(algorithm)) {
            throw new RefusedException(HttpStatus.CONFLICT, "The only hash algorithm here is sha256");
        }
    }

    private static List<ObjectRequest> objects(BatchRequest body) {
        List<ObjectRequest> objects = body.objects();
        if (objects == null || objects.stream().anyMatch(Objects::isNull)) {
            throw new MalformedRequestException("'objects' is missing or holds null");
        }
        if (objects.size() > OBJECTS_MAX) {
            throw new LimitException("A batch may name at most %d objects".formatted(OBJECTS_MAX));
        }
        return objects;
    }

    /** What need not be sent, or can be fetched. What is damaged has to be sent again. */
    private Set<Sha256> linked(RepositoryInfo repository, Grant.Action action, List<ObjectRequest> wanted) {
        List<Sha256> hashes = wanted.stream()
                .map(LfsBatchController::oid)
                .flatMap(Optional::stream)
                .toList();
        var linked = new HashSet<>(contents.findAll(repository.key(), hashes).keySet());
        if (action == Grant.Action.UPLOAD) {
            linked.removeAll(contents.findDamaged(repository.key(), hashes));
        }
        return linked;
    }

    private static Optional<Sha256> oid(ObjectRequest wanted) {
        try {
            return wanted.oid() == null ? Optional.empty() : Optional.of(new Sha256(wanted.oid()));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private ObjectAnswer answer(Batch batch, ObjectRequest wanted) {
        Optional<Sha256> oid = oid(wanted);
        if (oid.isEmpty() || wanted.size() == null || wanted.size() < 0) {
            return ObjectAnswer.refused(
                    wanted, 422, "An object needs an oid of 64 lower-case hex digits and a size that is not negative");
        }
        Optional<Content> known = batch.linked().contains(oid.get())
                ? contents.find(batch.repository().key(), oid.get())
                : Optional.empty();
        if (known.isPresent() && known.get().size() != wanted.size()) {
            return ObjectAnswer.refused(
                    wanted,
                    422,
                    "This object has %d bytes".formatted(known.get().size()));
        }
        var object = new Content(oid.get(), wanted.size());
        return batch.action() == Grant.Action.UPLOAD
                ? upload(batch, object, known.isPresent())
                : download(batch, object, known.isPresent());
    }

    /** Only content that this very repository holds need not be sent: a known hash gives no right (security.md §0.8). */
    private ObjectAnswer upload(Batch batch, Content object, boolean isPresent) {
        String oid = object.sha256().hex();
        if (isPresent) {
            return ObjectAnswer.present(oid, object.size());
        }
        if (object.size() > Links.OBJECT_BYTES_MAX) {
            var wanted = new ObjectRequest(oid, object.size());
            return ObjectAnswer.refused(
                    wanted, 413, "An object may have at most %d bytes".formatted(Links.OBJECT_BYTES_MAX));
        }
        if (batch.xet().isPresent()) {
            return ObjectAnswer.of(
                    oid, object.size(), Map.of("upload", batch.xet().get()));
        }
        var actions = new LinkedHashMap<String, LfsJson.Link>();
        actions.put("upload", link(batch, Grant.Action.UPLOAD, object));
        actions.put("verify", link(batch, Grant.Action.VERIFY, object));
        return ObjectAnswer.of(oid, object.size(), actions);
    }

    private ObjectAnswer download(Batch batch, Content object, boolean isPresent) {
        String oid = object.sha256().hex();
        if (!isPresent) {
            var wanted = new ObjectRequest(oid, object.size());
            return ObjectAnswer.refused(wanted, 404, "This repository has no such object");
        }
        var actions = new LinkedHashMap<String, LfsJson.Link>();
        actions.put("download", link(batch, Grant.Action.DOWNLOAD, object));
        return ObjectAnswer.of(oid, object.size(), actions);
    }

    private LfsJson.Link link(Batch batch, Grant.Action action, Content object) {
        return links.to(batch.base(), batch.caller(), batch.repository(), action, object);
    }
}
