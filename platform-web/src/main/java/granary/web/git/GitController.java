package granary.web.git;

import granary.repo.Author;
import granary.web.access.Caller;
import granary.web.access.MalformedRequestException;
import granary.web.access.NotSignedInException;
import granary.web.access.RepoUrl;
import granary.web.access.RepositoryAccess;
import granary.web.access.RepositoryAccess.GitDoor;
import granary.web.error.RefusedException;
import granary.web.transfer.LimitedInput;
import granary.web.transfer.Pace;
import granary.web.transfer.PacedInput;
import granary.web.transfer.Slots;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The three requests of git's smart protocol (git's {@code http-protocol}).
 * The transport sets deadlines; a body that only trickles is cut off here, before it holds a slot for long.
 */
@RestController
class GitController {
    /** What git zips are its wants and haves, some 50 bytes each. A pack is never zipped again. */
    private static final long UNZIPPED_BYTES_MAX = 32 * 1024 * 1024;

    private static final int PUSHES_MAX = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PROTOCOL_LENGTH_MAX = 200;
    private static final int BUFFER_BYTES = 64 * 1024;

    private final RepositoryAccess access;
    private final Slots pushes = new Slots(PUSHES_MAX, PATIENCE);

    GitController(RepositoryAccess access) {
        this.access = access;
    }

    @GetMapping({RepoUrl.WEB + "/info/refs", RepoUrl.WEB_TYPED + "/info/refs"})
    void refs(
            Caller caller,
            RepoUrl url,
            @RequestParam(name = "service", required = false) @Nullable String name,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        GitService service = GitService.of(name)
                .orElseThrow(() -> new RefusedException(
                        HttpStatus.FORBIDDEN, "This server speaks git's smart protocol only: use git 1.6.6 or newer"));
        GitDoor door = access.git(caller, url.repoId(), service.permission());
        OutputStream out = begin(response, service, "advertisement");
        switch (service) {
            case UPLOAD_PACK -> door.transport().advertiseUpload(door.repository(), protocol(request), out);
            case RECEIVE_PACK -> door.transport().advertiseReceive(door.repository(), protocol(request), out);
        }
    }

    @PostMapping({RepoUrl.WEB + "/git-upload-pack", RepoUrl.WEB_TYPED + "/git-upload-pack"})
    void fetch(Caller caller, RepoUrl url, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        GitDoor door = access.git(caller, url.repoId(), GitService.UPLOAD_PACK.permission());
        requireType(request, GitService.UPLOAD_PACK);
        InputStream in = new LimitedInput(body(request), UNZIPPED_BYTES_MAX, "The request");
        OutputStream out = begin(response, GitService.UPLOAD_PACK, "result");
        door.transport().upload(door.repository(), protocol(request), in, out);
    }

    @PostMapping({RepoUrl.WEB + "/git-receive-pack", RepoUrl.WEB_TYPED + "/git-receive-pack"})
    void push(Caller caller, RepoUrl url, HttpServletRequest request, HttpServletResponse response) throws IOException {
        GitDoor door = access.git(caller, url.repoId(), GitService.RECEIVE_PACK.permission());
        requireType(request, GitService.RECEIVE_PACK);
        Author pusher = author(caller);
        try (var _ = pushes.take()) {
            OutputStream out = begin(response, GitService.RECEIVE_PACK, "result");
            door.transport().receive(door.repository(), pusher, protocol(request), body(request), out);
        }
    }

    private static Author author(Caller caller) {
        if (caller instanceof Caller.Member member) {
            return member.author();
        }
        throw new NotSignedInException();
    }

    /** A form of another site cannot send this type, so no browser can be made to push. */
    private static void requireType(HttpServletRequest request, GitService service) {
        if (!service.mediaType("request").equals(request.getContentType())) {
            throw new RefusedException(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The body must be " + service.mediaType("request"));
        }
    }

    private static InputStream body(HttpServletRequest request) throws IOException {
        InputStream in = new PacedInput(request.getInputStream(), new Pace());
        String encoding = request.getHeader("Content-Encoding");
        if (encoding == null || encoding.equals("identity")) {
            return in;
        }
        if (encoding.equals("gzip") || encoding.equals("x-gzip")) {
            return new LimitedInput(unzipped(in), UNZIPPED_BYTES_MAX, "The unzipped request");
        }
        throw new RefusedException(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The body may be zipped with gzip only");
    }

    private static InputStream unzipped(InputStream in) throws IOException {
        try {
            return new GZIPInputStream(in, BUFFER_BYTES);
        } catch (ZipException e) {
            throw new MalformedRequestException("The body is not zipped as it says", e);
        }
    }

    private static OutputStream begin(HttpServletResponse response, GitService service, String stage)
            throws IOException {
        response.setContentType(service.mediaType(stage));
        response.setHeader("Cache-Control", "no-cache, max-age=0, must-revalidate");
        response.setHeader("Pragma", "no-cache");
        response.setHeader("Expires", "Fri, 01 Jan 1980 00:00:00 GMT");
        return response.getOutputStream();
    }

    private static String protocol(HttpServletRequest request) {
        String protocol = request.getHeader("Git-Protocol");
        return protocol == null || protocol.length() > PROTOCOL_LENGTH_MAX ? "" : protocol;
    }
}
