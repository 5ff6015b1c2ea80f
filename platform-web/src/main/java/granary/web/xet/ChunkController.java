package granary.web.xet;

import granary.blob.content.CasStore;
import granary.repo.NotFoundException;
import granary.web.access.Permission;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Says which chunks need not be sent (xet-protocol.md §6.5). */
@RestController
class ChunkController {
    private final CasDoor door;
    private final CasStore store;

    ChunkController(CasDoor door, CasStore store) {
        this.door = door;
        this.store = store;
    }

    /** 404 when the chunk is not stored, and when it is but not for the caller to know: a client then sends it. */
    @GetMapping("/cas/{epoch}/v1/chunks/{prefix}/{hash}")
    ResponseEntity<byte[]> find(@PathVariable String epoch, @PathVariable String hash, HttpServletRequest request)
            throws IOException {
        CasDoor.Guest guest = door.admit(request, epoch, Permission.READ);
        byte[] shard = store.dedupe(CasDoor.hash(hash), guest.viewer())
                .orElseThrow(() -> NotFoundException.other("This chunk is not known"));
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .body(shard);
    }

    /** Clients tell how their transfers went, and do not wait for an answer. Nothing is kept of it. */
    @PostMapping("/cas/{epoch}/v1/telemetry")
    void telemetry(@PathVariable String epoch) {
        door.requireEpoch(epoch);
    }
}
