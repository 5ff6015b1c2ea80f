package granary.blob.content;

import static granary.blob.content.ContentStoreFixture.LIMIT;
import static granary.blob.content.ContentStoreFixture.MIB;
import static granary.blob.content.ContentStoreFixture.random;
import static granary.blob.content.ContentStoreFixture.sha256;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import granary.blob.ObjectStore;
import granary.blob.Sha256;
import granary.blob.memory.MemoryObjectStore;
import granary.blob.xet.XetHash;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class XetContentStoreTest {
    private final ContentStoreFixture hub = new ContentStoreFixture(objects());

    /** An empty store. */
    ObjectStore objects() {
        return new MemoryObjectStore();
    }

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void whatGoesInComesOut() throws Exception {
        for (int size : new int[] {0, 1, 8191, 8192, 8193, 100_000, 272 * 1024, 3 * MIB + 17, 70 * MIB}) {
            byte[] bytes = random(size, size);

            Content content = hub.takeIn(bytes);

            assertThat(content).isEqualTo(new Content(sha256(bytes), size));
            assertThat(hub.read(content)).isEqualTo(bytes);
            assertThat(hub.store.find(hub.alice.repository(), content.sha256())).contains(content);
        }
    }

    @Test
    void whatWasNotDeclaredIsTakenInToo() throws Exception {
        for (int size : new int[] {0, 1, 272 * 1024, 272 * 1024 + 1, 5 * MIB}) {
            byte[] bytes = random(size, size);

            Content content = hub.store.takeIn(new ByteArrayInputStream(bytes), Intake.undeclared(hub.alice, size));

            assertThat(content).isEqualTo(new Content(sha256(bytes), size));
            assertThat(hub.read(content)).isEqualTo(bytes);
        }
    }

    @Test
    void bytesMayComeInDripsAndAreCutTheSame() throws Exception {
        byte[] bytes = random(1_500_000, 3);
        Content content = hub.store.takeIn(
                new Drips(bytes, 1, 37, 255, 100_000), Intake.declared(hub.alice, sha256(bytes), bytes.length, LIMIT));

        assertThat(hub.read(content)).isEqualTo(bytes);
        assertThat(hub.rows("xorb")).isEqualTo(1);
        hub.takeIn(ContentStoreFixture.inserted(bytes, bytes.length, new byte[] {1}));
        assertThat(hub.db
                        .sql("select sum(stored_bytes) from xorb")
                        .query(Long.class)
                        .single())
                .isLessThan(bytes.length + 300_000L);
    }

    @Test
    void fileHashIsTheOneClientsCompute() throws Exception {
        hub.takeIn("Hello World!".getBytes(StandardCharsets.US_ASCII));

        byte[] hash =
                hub.db.sql("select file_hash from content").query(byte[].class).single();

        assertThat(XetHash.of(hash, 0).text())
                .isEqualTo("a9dae0ad88b060bdd7e7c87abdcf95b132c95a0414b06d4f6beb68d287b87165");
    }

    @Test
    void anyRangeReadsAsTheBytesThatWentIn() throws Exception {
        byte[] bytes = mixed(9 * MIB + 333, 5);
        Content content = hub.takeIn(bytes);
        var random = new Random(6);

        for (int round = 0; round < 200; round++) {
            int offset = random.nextInt(bytes.length + 1);
            int length = random.nextInt(bytes.length - offset + 1) >> random.nextInt(20);
            assertThat(hub.read(content, offset, length))
                    .as("%d + %d", offset, length)
                    .isEqualTo(Arrays.copyOfRange(bytes, offset, offset + length));
        }
        assertThat(hub.read(content, bytes.length, 0)).isEmpty();
        assertThat(hub.read(content, bytes.length - 1, 1)).containsExactly(bytes[bytes.length - 1]);
    }

    @Test
    void aRangeThatIsNotAllThereIsAMistakeOfTheCaller() throws Exception {
        Content content = hub.takeIn(random(100, 1));

        for (long[] range : new long[][] {{0, 101}, {101, 0}, {-1, 1}, {1, Long.MAX_VALUE}, {5, -1}}) {
            assertThatThrownBy(() -> hub.read(content, range[0], range[1]))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void readersThatGoAwayLeaveNothingBehind() throws Exception {
        Content content = hub.takeIn(random(20 * MIB, 9));
        for (int round = 0; round < 40; round++) {
            assertThatThrownBy(() ->
                            hub.store.copy(hub.alice.repository(), content, 0, content.size(), new OutputStream() {
                                private int left = 3 * MIB;

                                @Override
                                public void write(int b) throws IOException {
                                    write(new byte[1], 0, 1);
                                }

                                @Override
                                public void write(byte[] bytes, int offset, int length) throws IOException {
                                    left -= length;
                                    if (left < 0) {
                                        throw new IOException("reader went away");
                                    }
                                }
                            }))
                    .hasMessage("reader went away");
        }
        assertThat(hub.store.slabs().onLoan()).isZero();
    }

    @Test
    void whenAllSharedMemoryIsOutCallsWorkOnWithLittle() throws Exception {
        List<Slab> taken = new ArrayList<>();
        for (Slab slab = hub.store.slabs().take();
                slab.pooled;
                slab = hub.store.slabs().take()) {
            taken.add(slab);
        }
        byte[] bytes = mixed(5 * MIB + 7, 12);

        Content content = hub.takeIn(bytes);

        assertThat(hub.read(content)).isEqualTo(bytes);
        assertThat(hub.read(content, MIB + 1, 3 * MIB)).isEqualTo(Arrays.copyOfRange(bytes, MIB + 1, 4 * MIB + 1));
        taken.forEach(hub.store.slabs()::giveBack);
        assertThat(hub.store.slabs().onLoan()).isZero();
    }

    @Test
    void aClosedStoreStillComputesInItsCallers() throws Exception {
        byte[] bytes = random(5 * MIB, 13);
        Content content = hub.takeIn(bytes);
        hub.store.close();

        assertThat(hub.read(content)).isEqualTo(bytes);
        assertThatThrownBy(() -> hub.takeIn(random(5 * MIB, 14))).isInstanceOf(RuntimeException.class);
        assertThat(hub.rows("content")).isEqualTo(1);
        assertThat(hub.store.slabs().onLoan()).isZero();
    }

    @Test
    void contentIsFoundOnlyWhereItIsLinked() throws Exception {
        UUID stranger = UUID.randomUUID();
        Content content = hub.takeIn(random(1000, 1));
        Sha256 unknown = sha256(new byte[] {1});

        assertThat(hub.store.find(stranger, content.sha256())).isEmpty();
        assertThat(hub.store.findAll(stranger, List.of(content.sha256()))).isEmpty();
        assertThat(hub.store.findAll(hub.alice.repository(), List.of(unknown, content.sha256())))
                .containsOnlyKeys(content.sha256());
        assertThat(hub.store.findAll(hub.alice.repository(), List.of())).isEmpty();
    }

    @Test
    void contentIsLinkedOnlyFromWhereItIsLinked() throws Exception {
        Content content = hub.takeIn(random(1000, 1));
        var bob = new Scope(UUID.randomUUID(), "Bob");
        UUID elsewhere = UUID.randomUUID();

        assertThat(hub.store.link(elsewhere, bob, content.sha256())).isEmpty();
        assertThat(hub.store.find(bob.repository(), content.sha256())).isEmpty();

        assertThat(hub.store.link(hub.alice.repository(), bob, content.sha256()))
                .contains(content);
        assertThat(hub.store.link(hub.alice.repository(), bob, content.sha256()))
                .contains(content);
        assertThat(hub.store.find(bob.repository(), content.sha256())).contains(content);

        hub.store.unlinkAll(hub.alice.repository());
        assertThat(hub.store.find(hub.alice.repository(), content.sha256())).isEmpty();
        assertThat(hub.read(content, bob)).hasSize(1000);
    }

    @Test
    void knownContentIsLinkedOnceItsBytesHaveComeAgain() throws Exception {
        byte[] bytes = random(2 * MIB, 1);
        Content content = hub.takeIn(bytes);
        var bob = new Scope(UUID.randomUUID(), "bob");
        byte[] wrong = bytes.clone();
        wrong[MIB]++;

        assertThatThrownBy(() -> hub.store.takeIn(
                        new ByteArrayInputStream(wrong), Intake.declared(bob, content.sha256(), content.size(), LIMIT)))
                .isInstanceOf(IntakeRefusedException.class);
        assertThat(hub.store.find(bob.repository(), content.sha256())).isEmpty();

        hub.takeIn(bytes, bob);
        assertThat(hub.store.find(bob.repository(), content.sha256())).contains(content);
        hub.store.takeIn(new ByteArrayInputStream(bytes), Intake.undeclared(bob, LIMIT));
        assertThat(hub.rows("content")).isEqualTo(1);
        assertThat(hub.xorbs()).hasSize(1);
    }

    @Test
    void theSameContentFromManySendersAtOnceIsStoredOnce() throws Exception {
        byte[] bytes = random(5 * MIB, 2);
        List<Callable<Content>> senders = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            var scope = new Scope(UUID.randomUUID(), "user" + i);
            Intake intake = i % 2 == 0
                    ? Intake.declared(scope, sha256(bytes), bytes.length, LIMIT)
                    : Intake.undeclared(scope, LIMIT);
            senders.add(() -> hub.store.takeIn(new ByteArrayInputStream(bytes), intake));
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Content> sender : threads.invokeAll(senders)) {
                assertThat(sender.get()).isEqualTo(new Content(sha256(bytes), bytes.length));
            }
        }
        assertThat(hub.rows("content")).isEqualTo(1);
        assertThat(hub.rows("content_link")).isEqualTo(12);
        assertThat(hub.xorbs()).hasSize(1);
    }

    @Test
    void contentsThatShareXorbsMayComeInAtOnce() throws Exception {
        List<Callable<Content>> senders = new ArrayList<>();
        List<byte[]> sent = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            byte[] bytes = random(3 * MIB, 77);
            bytes[bytes.length - 1] = (byte) i; // Equal but for the last chunk.
            sent.add(bytes);
            senders.add(() -> hub.takeIn(bytes));
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Content>> contents = threads.invokeAll(senders);
            for (int i = 0; i < sent.size(); i++) {
                assertThat(hub.read(contents.get(i).get())).isEqualTo(sent.get(i));
            }
        }
    }

    @Test
    void statsCountContentsOncePerHolderAndOnce() throws Exception {
        byte[] bytes = random(3 * MIB, 4);
        assertThat(hub.store.stats()).isEqualTo(new StoreStats(0, 0, 0, 0, 0, 0));

        hub.takeIn(bytes);
        hub.takeIn(bytes, new Scope(UUID.randomUUID(), "bob"));

        StoreStats stats = hub.store.stats();
        assertThat(stats.contents()).isEqualTo(1);
        assertThat(stats.uniqueBytes()).isEqualTo(3 * MIB);
        assertThat(stats.logicalBytes()).isEqualTo(6 * MIB);
        assertThat(stats.xorbs()).isEqualTo(1);
        assertThat(stats.storedBytes()).isBetween(3L * MIB, 3L * MIB + 5000);
        assertThat(stats.storedBytes())
                .isEqualTo(
                        hub.objects.find(hub.xorbs().getFirst()).orElseThrow().size());
    }

    @Test
    void whatCompressesIsStoredCompressed() throws Exception {
        hub.takeIn("the same line again and again, number %d\n".repeat(100_000).getBytes(StandardCharsets.US_ASCII));

        assertThat(hub.store.stats().storedBytes()).isLessThan(hub.store.stats().uniqueBytes() / 20);
    }

    /** Stretches of noise, of zeros and of text, so that every way of packing occurs. */
    private static byte[] mixed(int size, long seed) {
        var random = new Random(seed);
        byte[] bytes = random(size, seed);
        for (int at = 0; at < size; ) {
            int length = Math.min(size - at, 1 + random.nextInt(700_000));
            switch (random.nextInt(3)) {
                case 0 -> Arrays.fill(bytes, at, at + length, (byte) 0);
                case 1 -> {
                    for (int i = at; i < at + length; i++) {
                        bytes[i] = (byte) ('a' + (bytes[i] & 3));
                    }
                }
                default -> {}
            }
            at += length;
        }
        return bytes;
    }

    /** Hands out its bytes in pieces of the given sizes, in turn. */
    private static final class Drips extends InputStream {
        private final ByteArrayInputStream source;
        private final int[] sizes;
        private int turn;

        Drips(byte[] bytes, int... sizes) {
            this.source = new ByteArrayInputStream(bytes);
            this.sizes = sizes;
        }

        @Override
        public int read() {
            return source.read();
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            return source.read(target, offset, Math.min(length, sizes[turn++ % sizes.length]));
        }
    }
}
