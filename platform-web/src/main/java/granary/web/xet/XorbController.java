package granary.web.xet;

import com.fasterxml.jackson.annotation.JsonProperty;
import granary.blob.content.CasStore;
import granary.blob.xet.XetHash;
import granary.repo.LimitException;
import granary.repo.NotFoundException;
import granary.web.access.Permission;
import granary.web.transfer.Pace;
import granary.web.transfer.PacedInput;
import granary.web.transfer.Slots;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

/** Takes xorbs (xet-protocol.md §4.6). */
@RestController
@RequestMapping("/cas/{epoch}/v1/xorbs/{prefix}/{hash}")
class XorbController {
    /** Each needs a few MiB while it runs; hf_xet alone opens up to 64. */
    private static final int UPLOADS_MAX = 32;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final CasDoor door;
    private final CasStore store;
    private final Slots uploads = new Slots(UPLOADS_MAX, PATIENCE);

    XorbController(CasDoor door, CasStore store) {
        this.door = door;
        this.store = store;
    }

    @PostMapping
    XorbAnswer upload(@PathVariable String epoch, @PathVariable String hash, HttpServletRequest request)
            throws IOException {
        CasDoor.Guest guest = door.admit(request, epoch, Permission.WRITE);
        XetHash xorb = CasDoor.hash(hash);
        if (request.getContentLengthLong() > CasStore.XORB_BODY_BYTES_MAX) {
            throw new LimitException("A xorb has at most %d bytes".formatted(CasStore.XORB_BODY_BYTES_MAX));
        }
        var body = new PacedInput(request.getInputStream(), new Pace());
        try (var _ = uploads.take()) {
            return new XorbAnswer(store.addXorb(xorb, body, guest.person()));
        } catch (IOException | RuntimeException e) {
            drain(body, e);
            throw e;
        }
    }

    /** A client that is still sending would not come to reading why its xorb is refused. */
    private static void drain(PacedInput body, Exception refusal) {
        try {
            body.drain(CasStore.XORB_BODY_BYTES_MAX);
        } catch (IOException e) {
            refusal.addSuppressed(e);
        }
    }

    /** Whether the caller may name this xorb, and how many bytes are stored for it. */
    @RequestMapping(method = RequestMethod.HEAD)
    void head(
            @PathVariable String epoch,
            @PathVariable String hash,
            HttpServletRequest request,
            HttpServletResponse response) {
        CasDoor.Guest guest = door.admit(request, epoch, Permission.READ);
        long size = store.storedBytes(CasDoor.hash(hash), guest.viewer())
                .orElseThrow(() -> NotFoundException.other("There is no such xorb"));
        response.setContentLengthLong(size);
    }

    record XorbAnswer(@JsonProperty("was_inserted") boolean wasInserted) {}
}
