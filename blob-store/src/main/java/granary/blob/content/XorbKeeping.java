package granary.blob.content;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Gives xorbs their names, several at a time: with a remote store each waits for a request or two. */
final class XorbKeeping {
    private static final int AT_ONCE_MAX = 8;

    private XorbKeeping() {}

    /** Keeps them all; returns how many bytes each has, in their order. After a failure no further one is begun. */
    static List<Long> keep(List<SealedXorb> xorbs) throws IOException {
        try (ExecutorService keepers =
                Executors.newFixedThreadPool(AT_ONCE_MAX, Thread.ofVirtual().factory())) {
            List<Future<Long>> kept = xorbs.stream()
                    .map(xorb -> keepers.submit(() -> xorb.keep().size()))
                    .toList();
            try {
                List<Long> sizes = new ArrayList<>();
                for (Future<Long> each : kept) {
                    sizes.add(Workers.resultOf(each));
                }
                return sizes;
            } finally {
                kept.forEach(each -> each.cancel(false));
            }
        }
    }
}
