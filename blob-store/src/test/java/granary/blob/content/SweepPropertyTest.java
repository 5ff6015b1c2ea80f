package granary.blob.content;

import static granary.blob.content.ContentStoreFixture.inserted;
import static granary.blob.content.ContentStoreFixture.random;
import static granary.blob.content.ContentStoreFixture.sha256;
import static org.assertj.core.api.Assertions.assertThat;

import granary.blob.memory.MemoryObjectStore;
import granary.blob.xet.TestShard;
import granary.blob.xet.TestXorb;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random uploads by both kinds of clients, links, deletions, repacks and sweeps without grace, against a model of them. */
class SweepPropertyTest {
    /** Under sweeps without grace, whoever writes or reads may have to try again; a client would, too. */
    private static final int ATTEMPTS_MAX = 100;

    private final ContentStoreFixture hub = new ContentStoreFixture(new MemoryObjectStore());

    @AfterEach
    void close() {
        hub.close();
    }

    /** A repository, and what it must hold. */
    private static final class Model {
        private final Scope scope = new Scope(UUID.randomUUID(), "alice");
        private final Map<Content, byte[]> held = new HashMap<>();
    }

    private void sweep() throws IOException {
        new ContentSweep(hub.objects, hub.db, hub.database.transactions()).run(Duration.ZERO);
        new OrphanSweep(hub.objects, hub.db, hub.database.transactions()).deleteOrphans(Duration.ZERO);
    }

    private void repack() throws IOException {
        new Repack(hub.objects, hub.db, hub.database.transactions()).run(Duration.ZERO, Long.MAX_VALUE);
    }

    /** Some bytes that have much in common with others of the same few seeds. */
    private static byte[] someBytes(Random random) {
        byte[] base = random(1_500_000, random.nextInt(4));
        int from = random.nextInt(base.length);
        byte[] part = Arrays.copyOfRange(base, from, from + random.nextInt(base.length - from) + 1);
        return random.nextBoolean()
                ? part
                : inserted(part, random.nextInt(part.length), random(5000, random.nextLong()));
    }

    private void write(Model model, Random random) throws IOException {
        byte[] bytes = someBytes(random);
        if (random.nextBoolean()) {
            hub.store.takeIn(new ByteArrayInputStream(bytes), Intake.undeclared(model.scope, bytes.length));
        } else {
            sendAsChunks(model, bytes, random);
        }
        model.held.put(new Content(sha256(bytes), bytes.length), bytes);
    }

    /** In one or two xorbs, which may hold more than the file needs. */
    private void sendAsChunks(Model model, byte[] bytes, Random random) throws IOException {
        List<byte[]> chunks = new ArrayList<>(TestXorb.chunksOf(bytes));
        int middle = random.nextInt(chunks.size());
        var xorbs = new ArrayList<TestXorb>();
        if (middle > 0) {
            xorbs.add(TestXorb.ofChunks(List.copyOf(chunks.subList(0, middle))));
        }
        List<byte[]> rest = new ArrayList<>(chunks.subList(middle, chunks.size()));
        rest.addAll(TestXorb.chunksOf(someBytes(random)));
        xorbs.add(TestXorb.ofChunks(rest));
        for (TestXorb xorb : xorbs) {
            hub.send(xorb);
        }
        var viewer = new Viewer(model.scope.repository(), Optional.of(hub.person), repositories -> Set.of());
        var shard = new TestShard().with(TestShard.file(bytes, xorbs.toArray(TestXorb[]::new)));
        hub.store.cas().addShard(shard.bytes(), model.scope, viewer, (checked, of) -> {});
    }

    private void link(Model from, Model to, Random random) {
        for (Map.Entry<Content, byte[]> each : Map.copyOf(from.held).entrySet()) {
            boolean linked = random.nextInt(3) == 0
                    && hub.store
                            .link(
                                    from.scope.repository(),
                                    to.scope,
                                    each.getKey().sha256())
                            .isPresent();
            if (linked) {
                to.held.put(each.getKey(), each.getValue());
            }
        }
    }

    private void delete(Model model) {
        model.held.clear();
        hub.store.unlinkAll(model.scope.repository());
    }

    private byte[] read(Model model, Content content) throws IOException {
        var out = new ByteArrayOutputStream();
        hub.store.copy(model.scope.repository(), content, 0, content.size(), out);
        return out.toByteArray();
    }

    private void requireHeld(Model model) throws IOException {
        for (Map.Entry<Content, byte[]> each : model.held.entrySet()) {
            assertThat(read(model, each.getKey())).isEqualTo(each.getValue());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void whatIsLinkedReadsBackAndNothingElseStays(long seed) throws Exception {
        var random = new Random(seed);
        List<Model> models = List.of(new Model(), new Model(), new Model());
        for (int round = 0; round < 60; round++) {
            Model model = models.get(random.nextInt(models.size()));
            switch (random.nextInt(8)) {
                case 0 -> delete(model);
                case 1 -> link(model, models.get(random.nextInt(models.size())), random);
                case 2 -> {
                    sweep();
                    requireNothingElse(models);
                }
                case 3 -> repack();
                default -> write(model, random);
            }
        }
        for (Model model : models) {
            requireHeld(model);
        }
        models.forEach(this::delete);
        sweep();
        requireNothingElse(models);
        assertThat(hub.xorbs()).isEmpty();
    }

    private void requireNothingElse(List<Model> models) throws IOException {
        var held = new HashSet<Content>();
        models.forEach(model -> held.addAll(model.held.keySet()));
        assertThat(hub.rows("content")).isEqualTo(held.size());
        assertThat(hub.rows("xorb x where not exists (select from content_term t where t.xorb_id = x.id)"))
                .isZero();
        assertThat(hub.xorbs()).hasSize((int) hub.rows("xorb"));
    }

    @Test
    void nothingIsLostByManyAtOnce() throws Exception {
        var writing = new AtomicBoolean(true);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> sweeps = threads.submit(() -> repeat(writing, this::sweep));
            Future<?> repacks = threads.submit(() -> repeat(writing, this::repack));
            var writers = new ArrayList<Callable<Object>>();
            for (int i = 0; i < 4; i++) {
                long seed = 100L + i;
                writers.add(() -> live(new Random(seed)));
            }
            try {
                for (Future<Object> writer : threads.invokeAll(writers)) {
                    writer.get();
                }
            } finally {
                writing.set(false);
            }
            sweeps.get();
            repacks.get();
        }
        sweep();
        assertThat(hub.rows("content")).isZero();
        assertThat(hub.xorbs()).isEmpty();
    }

    private static Object repeat(AtomicBoolean going, Work work) throws IOException {
        while (going.get()) {
            work.run();
        }
        return going;
    }

    private Object live(Random random) throws IOException {
        var model = new Model();
        for (int round = 0; round < 25; round++) {
            long seed = random.nextLong();
            switch (random.nextInt(6)) {
                case 0 -> delete(model);
                case 1 -> insist(() -> requireHeld(model));
                default -> insist(() -> write(model, new Random(seed)));
            }
        }
        insist(() -> requireHeld(model));
        delete(model);
        return model;
    }

    private interface Work {
        void run() throws IOException;
    }

    /** What fails by a sweep at that very moment is tried again, and nothing else. */
    private static void insist(Work work) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                work.run();
                return;
            } catch (SweptMeanwhileException | ShardRefusedException | DamagedContentException e) {
                if (attempt == ATTEMPTS_MAX) {
                    throw e;
                }
            }
        }
    }
}
