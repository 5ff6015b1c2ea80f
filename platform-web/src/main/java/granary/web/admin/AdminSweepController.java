package granary.web.admin;

import granary.blob.content.ContentSweep;
import granary.blob.content.Repack;
import granary.web.access.MalformedRequestException;
import granary.web.storage.Sweeps;
import java.io.IOException;
import java.time.Duration;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Gives room back now, or says how much there is to give. */
@RestController
@RequestMapping("/api/admin")
class AdminSweepController {
    private final Sweeps sweeps;

    AdminSweepController(Sweeps sweeps) {
        this.sweeps = sweeps;
    }

    /**
     * Sweeps what was last needed longer ago than a grace.
     *
     * @param dryRun only counts
     * @param graceHours how long ago; by default as the jobs have it
     */
    @PostMapping("/sweep")
    Report sweep(@RequestParam(defaultValue = "false") boolean dryRun, @RequestParam(required = false) Long graceHours)
            throws IOException {
        Duration grace = graceHours == null ? ContentSweep.GRACE : Duration.ofHours(checked(graceHours));
        Repack.Figures repacked = dryRun ? sweeps.repack().plan(grace) : sweeps.repack(grace);
        ContentSweep.Figures swept =
                dryRun ? sweeps.contents().plan(grace) : sweeps.contents().run(grace);
        return new Report(
                dryRun,
                grace.toHours(),
                swept.contents(),
                swept.contentBytes(),
                swept.xorbs(),
                swept.xorbBytes(),
                repacked.xorbs(),
                repacked.xorbBytes(),
                repacked.copiedBytes());
    }

    private static long checked(long hours) {
        if (hours < 0 || hours > Duration.ofDays(36_500).toHours()) {
            throw new MalformedRequestException("'graceHours' must be 0 or more, and less than a century");
        }
        return hours;
    }

    /**
     * What went, or would go.
     *
     * @param contentBytes of the contents as their readers saw them
     * @param xorbBytes of the xorbs' objects: the room that is free again
     * @param sparseXorbs xorbs of which little is needed; their {@code sparseBytes} go after the grace, for
     *     {@code copiedBytes} stored again
     */
    record Report(
            boolean dryRun,
            long graceHours,
            long contents,
            long contentBytes,
            long xorbs,
            long xorbBytes,
            long sparseXorbs,
            long sparseBytes,
            long copiedBytes) {}
}
