package granary.blob.content;

import granary.blob.xet.ShardFile;
import granary.blob.xet.ShardReader;
import granary.blob.xet.ShardXorb;
import java.io.IOException;

/** Passes a shard's blocks on and tells how far it is. */
final class BlockCounter implements ShardReader.Visitor {
    private final ShardReader.Visitor next;
    private final CasStore.Progress progress;
    private final int total;
    private int seen;

    BlockCounter(ShardReader.Visitor next, CasStore.Progress progress, int total) {
        this.next = next;
        this.progress = progress;
        this.total = total;
    }

    /** How many blocks a shard has; fails when it is none. */
    static int count(byte[] shard) throws IOException {
        var nobody = new ShardReader.Visitor() {
            private int blocks;

            @Override
            public void file(ShardFile file) {
                blocks++;
            }

            @Override
            public void xorb(ShardXorb xorb) {
                blocks++;
            }
        };
        ShardReader.read(shard, nobody);
        return nobody.blocks;
    }

    @Override
    public void file(ShardFile file) throws IOException {
        next.file(file);
        progress.checked(++seen, total);
    }

    @Override
    public void xorb(ShardXorb xorb) throws IOException {
        next.xorb(xorb);
        progress.checked(++seen, total);
    }
}
