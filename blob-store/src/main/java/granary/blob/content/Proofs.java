package granary.blob.content;

import granary.blob.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Proves declared SHA-256s by reading the bytes back: behind an upload, or in front of whoever reads first. Which chunks
 * a content has was checked before, so a proof also finds chunks that did not reach the disk whole.
 */
final class Proofs implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Proofs.class);

    /** Contents that wait for their proof; those beyond wait for {@link #proveLeftOver}. */
    private static final int QUEUE_MAX = 10_000;

    private static final int READING_MAX = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration SHUTDOWN_DEADLINE = Duration.ofSeconds(20);
    private static final int PAGE = 100;

    private final JdbcClient db;
    private final ContentCatalog catalog;
    private final ContentReader.Tools readerTools;
    private final Map<Long, FutureTask<Proof>> running = new ConcurrentHashMap<>();
    /** A file may be far larger than what was sent for it: reading it must not keep the machine from all else. */
    private final Semaphore reading = new Semaphore(READING_MAX, true);
    /** One at a time, small ones first: a proof reads as fast as the disk, and uploads have the right of way. */
    private final ThreadPoolExecutor behind = new ThreadPoolExecutor(
            1,
            1,
            30,
            TimeUnit.SECONDS,
            new PriorityBlockingQueue<>(),
            Thread.ofPlatform().name("granary-proof-", 1).daemon().factory(),
            (proof, pool) -> log.info("A proof is left for the next start: the hub stops"));

    /** A proof that waits for its turn. */
    private record Waiting(DeclaredContent content, Runnable proof) implements Runnable, Comparable<Waiting> {
        @Override
        public void run() {
            proof.run();
        }

        @Override
        public int compareTo(Waiting other) {
            return Long.compare(content.size(), other.content.size());
        }
    }

    /** The row of a content that is only declared, and its size in bytes. */
    record DeclaredContent(long id, long size) {}

    Proofs(JdbcClient db, ContentCatalog catalog, ContentReader.Tools readerTools) {
        this.db = db;
        this.catalog = catalog;
        this.readerTools = readerTools;
        behind.allowCoreThreadTimeOut(true);
    }

    /** Proves these contents soon, behind the caller. */
    void begin(List<DeclaredContent> contents) {
        for (DeclaredContent content : contents) {
            if (behind.getQueue().size() >= QUEUE_MAX) {
                log.info("Content row {} is proven later: too many wait already", content.id());
            } else {
                behind.execute(new Waiting(content, () -> proveBehind(content.id())));
            }
        }
    }

    private void proveBehind(long content) {
        try {
            prove(content);
        } catch (IOException | RuntimeException e) {
            log.error("Could not prove content row {}; it is tried again", content, e);
        }
    }

    /** Proves what was declared and then forgotten, by a hub that stopped or a full queue. Returns how many. */
    int proveLeftOver() throws IOException {
        int proven = 0;
        long after = 0;
        for (List<Long> page = declaredAfter(after); !page.isEmpty(); page = declaredAfter(after)) {
            for (long content : page) {
                prove(content);
                proven++;
                after = content;
            }
        }
        return proven;
    }

    private List<Long> declaredAfter(long content) {
        return db.sql("select id from content where proof = 'declared' and id > ? order by id limit ?")
                .params(content, PAGE)
                .query((row, number) -> row.getLong("id"))
                .list();
    }

    /** Returns with the content proven, now if need be; whoever wants the same proof meanwhile waits for it too. */
    void require(ContentCatalog.Row row) throws IOException {
        Proof proof = row.proof() == Proof.DECLARED ? prove(row.id()) : row.proof();
        if (proof != Proof.PROVEN) {
            throw new WithheldContentException(row.content().sha256());
        }
    }

    private Proof prove(long content) throws IOException {
        var mine = new FutureTask<>(() -> read(content));
        FutureTask<Proof> other = running.putIfAbsent(content, mine);
        if (other != null) {
            return resultOf(other);
        }
        try {
            runInTurn(mine);
        } finally {
            running.remove(content);
        }
        return resultOf(mine);
    }

    private static Proof resultOf(FutureTask<Proof> proof) throws IOException {
        try {
            return Workers.resultOf(proof);
        } catch (CancellationException e) {
            throw new ProofPendingException();
        }
    }

    private void runInTurn(FutureTask<Proof> proof) {
        try {
            if (!reading.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                proof.cancel(false);
                throw new ProofPendingException();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            proof.cancel(false);
            throw new ProofPendingException();
        }
        try {
            proof.run();
        } finally {
            reading.release();
        }
    }

    private Proof read(long content) throws IOException {
        ContentCatalog.Row row = catalog.find(content).orElse(null);
        if (row == null || row.proof() != Proof.DECLARED) {
            return row == null ? Proof.REFUTED : row.proof();
        }
        Sha256 found = hash(row);
        Proof proof = found.equals(row.content().sha256()) ? Proof.PROVEN : Proof.REFUTED;
        if (proof == Proof.REFUTED) {
            log.warn(
                    "Content declared as {} hashes to {}: it is withheld",
                    row.content().sha256().hex(),
                    found.hex());
        }
        db.sql("update content set proof = ? where id = ? and proof = 'declared'")
                .params(proof.column(), content)
                .update();
        return proof;
    }

    private Sha256 hash(ContentCatalog.Row row) throws IOException {
        MessageDigest digest = Sha256.newDigest();
        try (var out = new DigestOutputStream(OutputStream.nullOutputStream(), digest);
                var reader = new ContentReader(readerTools, out)) {
            reader.copy(row.id(), row.whole());
        }
        return Sha256.of(digest.digest());
    }

    /** Drops what waits, which the next {@link #proveLeftOver} finds, and lets the one under way end. */
    @Override
    public void close() {
        behind.getQueue().clear();
        behind.shutdown();
        try {
            if (!behind.awaitTermination(SHUTDOWN_DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
                log.warn("A proof is still running as the hub stops; it is done again after the next start");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
