package granary.web.xet;

import granary.blob.content.CasStore;
import granary.blob.xet.ShardReader;
import granary.repo.LimitException;
import granary.web.access.Permission;
import granary.web.transfer.Pace;
import granary.web.transfer.PacedInput;
import granary.web.transfer.Slots;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Takes shards (xet-protocol.md §5.7): what the files of an upload are made of. */
@RestController
class ShardController {
    /** A shard is held in memory whole. Almost all are small: this is some 150,000 chunks, or 10 GB of files. */
    private static final int SMALL_BYTES = 8 * 1024 * 1024;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final CasDoor door;
    private final CasStore store;
    private final JsonMapper json;
    private final Slots small = new Slots(8, PATIENCE);
    private final Slots large = new Slots(1, PATIENCE);

    ShardController(CasDoor door, CasStore store, JsonMapper json) {
        this.door = door;
        this.store = store;
        this.json = json;
    }

    /** Answers once all is done. Clients wait for that as long as it takes. */
    @PostMapping({"/cas/{epoch}/v1/shards", "/cas/{epoch}/shards"})
    ShardAnswer register(@PathVariable String epoch, HttpServletRequest request) throws IOException {
        CasDoor.Guest guest = door.admit(request, epoch, Permission.WRITE);
        try (var _ = slots(request).take()) {
            boolean isNew = store.addShard(body(request), guest.scope(), guest.viewer(), (checked, of) -> {});
            return new ShardAnswer(isNew ? 1 : 0);
        }
    }

    /** Says now and then how far it is; clients take silence for the end (xet-protocol.md §6.6). */
    @PostMapping("/cas/{epoch}/v2/shards")
    void registerInSteps(@PathVariable String epoch, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        CasDoor.Guest guest = door.admit(request, epoch, Permission.WRITE);
        var progress = new ShardProgress(response, json);
        try (var _ = slots(request).take()) {
            boolean isNew = store.addShard(body(request), guest.scope(), guest.viewer(), progress);
            progress.end(isNew);
        } catch (IOException | RuntimeException e) {
            if (!progress.isBegun()) {
                throw e;
            }
            progress.fail(e);
        }
    }

    private Slots slots(HttpServletRequest request) {
        long length = request.getContentLengthLong();
        return length >= 0 && length <= SMALL_BYTES ? small : large;
    }

    private static byte[] body(HttpServletRequest request) throws IOException {
        long announced = request.getContentLengthLong();
        if (announced > ShardReader.BYTES_MAX) {
            throw tooLong();
        }
        var in = new PacedInput(request.getInputStream(), new Pace());
        byte[] body = in.readNBytes(announced < 0 ? ShardReader.BYTES_MAX + 1 : (int) announced);
        if (body.length > ShardReader.BYTES_MAX) {
            throw tooLong();
        }
        if (announced > body.length) {
            throw new EOFException("the shard was cut short");
        }
        return body;
    }

    private static LimitException tooLong() {
        return new LimitException("A shard has at most %d bytes".formatted(ShardReader.BYTES_MAX));
    }

    /** 1 when something was registered, 0 when all of it was known. */
    record ShardAnswer(int result) {}
}
