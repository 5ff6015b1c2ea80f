package granary.web.xet;

import granary.blob.ObjectKey;
import granary.blob.PresignedReads;
import granary.blob.content.CasStore;
import granary.blob.content.Reconstruction;
import granary.blob.content.Reconstruction.Run;
import granary.blob.xet.XetHash;
import granary.repo.NotFoundException;
import granary.web.access.Permission;
import granary.web.link.Holder;
import granary.web.link.Signer;
import granary.web.transfer.ByteRange;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

/** Says what a file, or a range of it, is made of, and where to fetch that (xet-protocol.md §6.2 and §6.3). */
@RestController
class ReconstructionController {
    private final CasDoor door;
    private final CasStore store;
    private final XetLinks links;
    private final Signer signer;

    ReconstructionController(CasDoor door, CasStore store, XetLinks links, Signer signer) {
        this.door = door;
        this.store = store;
        this.links = links;
        this.signer = signer;
    }

    @GetMapping("/cas/{epoch}/v1/reconstructions/{hash}")
    ResponseEntity<ReconstructionJson.V1> v1(
            @PathVariable String epoch, @PathVariable String hash, HttpServletRequest request) throws IOException {
        return answer(epoch, hash, request, ReconstructionJson.V1::of);
    }

    @GetMapping("/cas/{epoch}/v2/reconstructions/{hash}")
    ResponseEntity<ReconstructionJson.V2> v2(
            @PathVariable String epoch, @PathVariable String hash, HttpServletRequest request) throws IOException {
        return answer(epoch, hash, request, ReconstructionJson.V2::of);
    }

    private <T> ResponseEntity<T> answer(
            String epoch,
            String hash,
            HttpServletRequest request,
            BiFunction<Reconstruction, ReconstructionJson.Urls, T> form)
            throws IOException {
        CasDoor.Guest guest = door.admit(request, epoch, Permission.READ);
        XetHash file = CasDoor.hash(hash);
        OptionalLong size = store.sizeOf(guest.repository().key(), file);
        if (size.isEmpty()) {
            throw unknown();
        }
        return switch (ByteRange.of(request.getHeader("Range"), size.getAsLong())) {
            case ByteRange.Unsatisfiable() ->
                ResponseEntity.status(HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
                        .header("Content-Range", "bytes */" + size.getAsLong())
                        .build();
            case ByteRange.Whole() -> answer(request, guest, file, new ByteRange.Part(0, size.getAsLong()), form);
            case ByteRange.Part part -> answer(request, guest, file, part, form);
        };
    }

    private <T> ResponseEntity<T> answer(
            HttpServletRequest request,
            CasDoor.Guest guest,
            XetHash file,
            ByteRange.Part part,
            BiFunction<Reconstruction, ReconstructionJson.Urls, T> form)
            throws IOException {
        Reconstruction plan = store.reconstruct(
                        guest.repository().key(), file, part.first(), part.first() + part.length())
                .orElseThrow(ReconstructionController::unknown);
        var urls = new Links(
                links.casUrl(request) + "/fetch/", guest, plan.objects(), signer.expiry(FetchController.LIFETIME));
        return ResponseEntity.ok().body(form.apply(plan, urls));
    }

    private static NotFoundException unknown() {
        return NotFoundException.other("There is no such file");
    }

    /** Makes the fetch URLs of one answer. */
    private final class Links implements ReconstructionJson.Urls {
        private final String base;
        private final CasDoor.Guest guest;
        private final Map<XetHash, ObjectKey> objects;
        private final Instant expiresAt;

        Links(String base, CasDoor.Guest guest, Map<XetHash, ObjectKey> objects, Instant expiresAt) {
            this.base = base;
            this.guest = guest;
            this.objects = objects;
            this.expiresAt = expiresAt;
        }

        /** To the object store itself, where clients can reach it; else to this hub. */
        @Override
        public String of(XetHash xorb, Run run) {
            Optional<PresignedReads> direct = store.presignedReads();
            ObjectKey object = objects.get(xorb);
            return direct.isPresent() && object != null
                    ? direct.get()
                            .presign(object, run.firstByte(), run.lastByte(), FetchController.LIFETIME)
                            .toString()
                    : ofHub(xorb, run);
        }

        private String ofHub(XetHash xorb, Run run) {
            var link = new FetchLink(guest.repository().key(), Holder.of(guest.caller()), xorb, run);
            return base + signer.sign(FetchController.PURPOSE, link.write(), expiresAt);
        }
    }

    /** Whether the caller may read such a file, and how many bytes it has. */
    @RequestMapping(method = RequestMethod.HEAD, path = "/cas/{epoch}/v1/files/{hash}")
    void head(
            @PathVariable String epoch,
            @PathVariable String hash,
            HttpServletRequest request,
            HttpServletResponse response) {
        CasDoor.Guest guest = door.admit(request, epoch, Permission.READ);
        long size = store.sizeOf(guest.repository().key(), CasDoor.hash(hash))
                .orElseThrow(ReconstructionController::unknown);
        response.setContentLengthLong(size);
    }
}
