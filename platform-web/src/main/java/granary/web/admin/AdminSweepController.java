package granary.web.admin;

import granary.blob.content.ContentSweep;
import granary.blob.content.OrphanSweep;
import granary.blob.content.Repack;
import granary.web.access.MalformedRequestException;
import granary.web.storage.Sweeps;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Gives room back now, or says how much there is to give. */
@RestController
@RequestMapping("/api/admin")
class AdminSweepController {
    private static final Duration GRACE_MAX = Duration.ofDays(3650);

    private final Sweeps sweeps;

    AdminSweepController(Sweeps sweeps) {
        this.sweeps = sweeps;
    }

    /**
     * Sweeps what was last needed longer ago than a grace.
     *
     * @param dryRun only counts
     * @param graceSeconds how long ago; by default as the jobs have it
     */
    @PostMapping("/sweep")
    Report sweep(@RequestParam(defaultValue = "false") boolean dryRun, @RequestParam Optional<Long> graceSeconds)
            throws IOException {
        Duration grace = graceSeconds.map(AdminSweepController::grace).orElse(ContentSweep.GRACE);
        ContentSweep.Figures swept =
                dryRun ? sweeps.contents().plan(grace) : sweeps.contents().run(grace);
        Repack.Figures repacked = dryRun ? sweeps.repack().plan(grace) : sweeps.repack(grace);
        long orphans = dryRun
                ? sweeps.orphans().countOrphans(OrphanSweep.GRACE)
                : sweeps.orphans().deleteOrphans(OrphanSweep.GRACE);
        return Report.of(dryRun, grace, swept, repacked, orphans);
    }

    private static Duration grace(long seconds) {
        if (seconds < 0 || seconds > GRACE_MAX.toSeconds()) {
            throw new MalformedRequestException(
                    "'graceSeconds' is a number from 0 to %d".formatted(GRACE_MAX.toSeconds()));
        }
        return Duration.ofSeconds(seconds);
    }

    /**
     * What went, or would go.
     *
     * @param contentBytes of the contents as their readers saw them
     * @param xorbBytes of the xorbs' objects: the room that is free again
     * @param sparseXorbs xorbs of which little is needed; their {@code sparseBytes} go after the grace, for
     *     {@code copiedBytes} stored again
     * @param holders notes of who may name which xorb
     * @param orphans objects that a crash left without a row, a day ago or earlier
     */
    record Report(
            boolean dryRun,
            long graceSeconds,
            long contents,
            long contentBytes,
            long xorbs,
            long xorbBytes,
            long sparseXorbs,
            long sparseBytes,
            long copiedBytes,
            long holders,
            long orphans) {
        static Report of(
                boolean dryRun, Duration grace, ContentSweep.Figures swept, Repack.Figures repacked, long orphans) {
            return new Report(
                    dryRun,
                    grace.toSeconds(),
                    swept.contents(),
                    swept.contentBytes(),
                    swept.xorbs(),
                    swept.xorbBytes(),
                    repacked.xorbs(),
                    repacked.xorbBytes(),
                    repacked.copiedBytes(),
                    swept.holders(),
                    orphans);
        }
    }
}
