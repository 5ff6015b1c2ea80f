package granary.web.xet;

import granary.blob.content.CasStore;
import granary.blob.content.Reconstruction.Run;
import granary.repo.NotFoundException;
import granary.web.access.Caller;
import granary.web.access.Callers;
import granary.web.access.Permission;
import granary.web.access.RepositoryAccess;
import granary.web.error.RefusedException;
import granary.web.link.Signer;
import granary.web.transfer.Pace;
import granary.web.transfer.PacedOutput;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Sends packed chunks by the links of a reconstruction (xet-protocol.md §6.4), to whoever may still read them. */
@RestController
class FetchController {
    static final Signer.Purpose PURPOSE = new Signer.Purpose("cas-fetch");

    /** A client that comes later asks for new links: 403 tells it to. */
    static final Duration LIFETIME = Duration.ofMinutes(30);

    private final CasDoor door;
    private final CasStore store;
    private final RepositoryAccess access;
    private final Callers callers;
    private final Signer signer;

    FetchController(CasDoor door, CasStore store, RepositoryAccess access, Callers callers, Signer signer) {
        this.door = door;
        this.store = store;
        this.access = access;
        this.callers = callers;
        this.signer = signer;
    }

    @GetMapping("/cas/{epoch}/fetch/{link}")
    void fetch(
            @PathVariable String epoch,
            @PathVariable String link,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        door.requireEpoch(epoch);
        FetchLink granted = open(link);
        Caller caller = callers.again(
                        granted.holder().userId(), granted.holder().tokenId())
                .orElseThrow(FetchController::worthless);
        access.require(caller, granted.repository(), Permission.READ);
        Run run = granted.run();
        requireRange(request, run);
        response.setContentType("application/octet-stream");
        response.setHeader("Cache-Control", "private, no-store");
        response.setHeader("Accept-Ranges", "bytes");
        response.setHeader("Content-Range", "bytes %d-%d/*".formatted(run.firstByte(), run.lastByte()));
        response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
        response.setContentLengthLong(run.lastByte() - run.firstByte() + 1);
        if (request.getMethod().equals("GET")
                && !store.copyPacked(granted.xorb(), run, new PacedOutput(response.getOutputStream(), new Pace()))) {
            throw NotFoundException.other("These chunks are not stored any more");
        }
    }

    private FetchLink open(String link) {
        return signer.open(PURPOSE, link, Duration.ZERO)
                .filter(statement -> statement.length == FetchLink.BYTES)
                .map(FetchLink::read)
                .orElseThrow(FetchController::worthless);
    }

    private static RefusedException worthless() {
        return new RefusedException(
                HttpStatus.FORBIDDEN, "This link is not valid or has run out; ask for the reconstruction again");
    }

    private static void requireRange(HttpServletRequest request, Run run) {
        String range = request.getHeader("Range");
        if (range != null && !range.equals("bytes=%d-%d".formatted(run.firstByte(), run.lastByte()))) {
            throw new RefusedException(
                    HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
                    "This link is for the bytes %d to %d".formatted(run.firstByte(), run.lastByte()));
        }
    }
}
