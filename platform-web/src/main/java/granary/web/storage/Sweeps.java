package granary.web.storage;

import granary.blob.content.ContentSweep;
import granary.blob.content.OrphanSweep;
import granary.blob.content.Repack;
import granary.repo.git.PackSweep;
import java.io.IOException;
import java.time.Duration;

/** All that gives room back: run as jobs, and all at once when an administrator says so. */
public record Sweeps(ContentSweep contents, Repack repack, OrphanSweep orphans, PackSweep packs) {
    /** What one run copies at the most: a day's share, which no one at the hub notices. */
    private static final long REPACKED_BYTES_MAX = 50L * 1024 * 1024 * 1024;

    /** Repacks sparse xorbs that nobody was told of for so long. */
    public Repack.Figures repack(Duration grace) throws IOException {
        return repack.run(grace, REPACKED_BYTES_MAX);
    }
}
