package granary.web.lfs;

import granary.blob.Sha256;
import granary.blob.StorageFullException;
import granary.blob.content.Content;
import granary.blob.content.ContentStore;
import granary.blob.content.Intake;
import granary.blob.content.IntakeRefusedException;
import granary.blob.content.Scope;
import granary.repo.NotFoundException;
import granary.repo.RepositoryInfo;
import granary.web.access.Caller;
import granary.web.access.MalformedRequestException;
import granary.web.access.Permission;
import granary.web.access.RepoUrl;
import granary.web.access.RepositoryAccess;
import granary.web.error.RefusedException;
import granary.web.lfs.LfsJson.ObjectRequest;
import granary.web.transfer.FileAnswer;
import granary.web.transfer.FileType;
import granary.web.transfer.JsonBodies;
import granary.web.transfer.Pace;
import granary.web.transfer.PacedInput;
import granary.web.transfer.Slots;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Basic transfers of single objects, by the links that the batch call gave out. */
@RestController
class LfsObjectController {
    private static final String OBJECT = "/info/lfs/objects/{oid}";

    /** Each upload needs a few MiB while it runs. */
    private static final int UPLOADS_MAX = 32;

    /** How much of a refused object is read, so that the client comes to reading why. */
    private static final long DRAIN_BYTES_MAX = 256L * 1024 * 1024;

    private static final Duration UPLOAD_PATIENCE = Duration.ofSeconds(30);

    private final RepositoryAccess access;
    private final ContentStore contents;
    private final Links links;
    private final JsonBodies bodies;
    private final Slots uploads = new Slots(UPLOADS_MAX, UPLOAD_PATIENCE);

    LfsObjectController(RepositoryAccess access, ContentStore contents, Links links, JsonBodies bodies) {
        this.access = access;
        this.contents = contents;
        this.links = links;
        this.bodies = bodies;
    }

    @GetMapping({RepoUrl.WEB + OBJECT, RepoUrl.WEB_TYPED + OBJECT})
    void download(RepoUrl url, HttpServletRequest request, HttpServletResponse response) throws IOException {
        Links.Admission admitted = links.admit(request, url, Grant.Action.DOWNLOAD);
        requireNamed(url, admitted.object().sha256());
        RepositoryInfo repository = admitted.repository();
        Content content = contents.find(repository.key(), admitted.object().sha256())
                .orElseThrow(() -> NotFoundException.other("This repository has no such object"));
        String oid = content.sha256().hex();
        var answer = new FileAnswer(oid, FileType.of(oid), content.size(), oid, repository.isPrivate());
        answer.send(
                request,
                response,
                (first, length, out) -> contents.copy(repository.key(), content, first, length, out));
    }

    @PutMapping({RepoUrl.WEB + OBJECT, RepoUrl.WEB_TYPED + OBJECT})
    void upload(RepoUrl url, HttpServletRequest request, HttpServletResponse response) throws IOException {
        Links.Admission admitted = links.admit(request, url, Grant.Action.UPLOAD);
        Content object = admitted.object();
        requireNamed(url, object.sha256());
        long announced = request.getContentLengthLong();
        if (announced >= 0 && announced != object.size()) {
            throw new IntakeRefusedException(
                    IntakeRefusedException.Reason.SIZE_DIFFERS,
                    "The body has %d bytes, not the %d that were declared".formatted(announced, object.size()));
        }
        RepositoryInfo repository = admitted.repository();
        var scope = new Scope(repository.key(), repository.id().namespace());
        var body = new PacedInput(request.getInputStream(), new Pace());
        try (var _ = uploads.take()) {
            contents.takeIn(body, Intake.declared(scope, object.sha256(), object.size(), Links.OBJECT_BYTES_MAX));
        } catch (IntakeRefusedException | StorageFullException e) {
            body.drain(DRAIN_BYTES_MAX);
            throw e;
        }
        response.setStatus(HttpServletResponse.SC_OK);
        response.setContentLength(0);
    }

    /** A link is for the object it was made for, whatever else the URL says. */
    private static void requireNamed(RepoUrl url, Sha256 granted) {
        if (!url.rest().getLast().equals(granted.hex())) {
            throw new RefusedException(HttpStatus.FORBIDDEN, "This link is for another object");
        }
    }

    @PostMapping({RepoUrl.WEB + "/info/lfs/verify", RepoUrl.WEB_TYPED + "/info/lfs/verify"})
    ResponseEntity<Map<String, String>> verify(RepoUrl url, HttpServletRequest request) throws IOException {
        Links.Admission admitted = links.admit(request, url, Grant.Action.VERIFY);
        ObjectRequest asked = bodies.read(request, ObjectRequest.class, JsonBodies.SMALL);
        if (!admitted.object().sha256().hex().equals(asked.oid())) {
            throw new MalformedRequestException("This link verifies another object");
        }
        Content content = contents.find(
                        admitted.repository().key(), admitted.object().sha256())
                .orElseThrow(() -> NotFoundException.other("This object has not arrived"));
        if (asked.size() == null || asked.size() != content.size()) {
            throw new RefusedException(
                    HttpStatus.UNPROCESSABLE_CONTENT, "The object has %d bytes".formatted(content.size()));
        }
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(LfsJson.MEDIA_TYPE))
                .body(Map.of("message", "ok"));
    }

    /** Git LFS takes this for a server without locks, and pushes on (hub-api.md §10.5). */
    @RequestMapping({RepoUrl.WEB + "/info/lfs/locks/**", RepoUrl.WEB_TYPED + "/info/lfs/locks/**"})
    void locks(Caller caller, RepoUrl url) {
        access.require(caller, url.repoId(), Permission.WRITE);
        throw NotFoundException.other("This server has no LFS file locks");
    }
}
