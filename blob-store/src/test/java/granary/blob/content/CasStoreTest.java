package granary.blob.content;

import static granary.blob.content.ContentStoreFixture.MIB;
import static granary.blob.content.ContentStoreFixture.inserted;
import static granary.blob.content.ContentStoreFixture.random;
import static granary.blob.content.ContentStoreFixture.sha256;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import granary.blob.Sha256;
import granary.blob.memory.MemoryObjectStore;
import granary.blob.xet.ChunkHeader;
import granary.blob.xet.ChunkUnpacker;
import granary.blob.xet.Compression;
import granary.blob.xet.ShardFile;
import granary.blob.xet.ShardTerm;
import granary.blob.xet.TestShard;
import granary.blob.xet.TestXorb;
import granary.blob.xet.XetFormatException;
import granary.blob.xet.XetHash;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What clients of Xet may do to the store, and what they may not. */
class CasStoreTest {
    private final ContentStoreFixture hub = new ContentStoreFixture(new MemoryObjectStore());
    private final CasStore cas = hub.store.cas();
    private final UUID alice = UUID.randomUUID();
    private final UUID mallory = UUID.randomUUID();
    private final Scope mallorys = new Scope(UUID.randomUUID(), "mallory");

    @AfterEach
    void close() {
        hub.close();
    }

    private Viewer asAlice() {
        return new Viewer(hub.alice.repository(), Optional.of(alice), repositories -> Set.of());
    }

    private Viewer asMallory() {
        return new Viewer(mallorys.repository(), Optional.of(mallory), repositories -> Set.of());
    }

    private boolean send(TestXorb xorb, UUID person) throws IOException {
        return cas.addXorb(xorb.hash(), new ByteArrayInputStream(xorb.bytes()), person);
    }

    private boolean register(TestShard shard, Scope scope, Viewer viewer) throws IOException {
        return cas.addShard(shard.bytes(), scope, viewer, (checked, of) -> {});
    }

    /** Sends bytes as a client does, in one xorb. */
    private ShardFile upload(byte[] bytes) throws IOException {
        TestXorb xorb = TestXorb.of(bytes);
        send(xorb, alice);
        register(TestShard.of(bytes, xorb), hub.alice, asAlice());
        return TestShard.file(bytes, xorb);
    }

    private static Content content(byte[] bytes) {
        return new Content(sha256(bytes), bytes.length);
    }

    /** Rebuilds a range from packed chunks, as a client does. */
    private byte[] fetched(XetHash file, long from, long to) throws IOException {
        Reconstruction plan =
                cas.reconstruct(hub.alice.repository(), file, from, to).orElseThrow();
        var out = new ByteArrayOutputStream();
        for (Reconstruction.Part part : plan.terms()) {
            Reconstruction.Run run = plan.runs().getOrDefault(part.xorb(), List.of()).stream()
                    .filter(each -> each.start() <= part.start() && each.end() >= part.end())
                    .findFirst()
                    .orElseThrow();
            List<byte[]> chunks = chunks(part.xorb(), run);
            int before = out.size();
            for (byte[] chunk : chunks.subList(part.start() - run.start(), part.end() - run.start())) {
                out.write(chunk);
            }
            assertThat(out.size() - before).isEqualTo(part.rawBytes());
        }
        int skip = (int) plan.offsetIntoFirst();
        return Arrays.copyOfRange(out.toByteArray(), skip, skip + (int) (to - from));
    }

    private List<byte[]> chunks(XetHash xorb, Reconstruction.Run run) throws IOException {
        var out = new ByteArrayOutputStream();
        assertThat(cas.copyPacked(xorb, run, out)).isTrue();
        assertThat(out.size()).isEqualTo(run.lastByte() - run.firstByte() + 1);
        ByteBuffer packed = ByteBuffer.wrap(out.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
        var chunks = new ArrayList<byte[]>();
        while (packed.hasRemaining()) {
            ChunkHeader header = ChunkHeader.read(packed);
            byte[] chunk = new byte[header.rawBytes()];
            ChunkUnpacker.ofStrangers().unpack(header, packed, chunk, 0);
            packed.position(packed.position() + header.packedBytes());
            chunks.add(chunk);
        }
        return chunks;
    }

    /** As a hub leaves it that stopped between registering the file and proving it. */
    private void leaveUnproven(byte[] bytes) throws IOException {
        hub.read(content(bytes)); // the proof behind the upload is over
        hub.db.sql("update content set proof = 'declared'").update();
    }

    private long objects() throws IOException {
        return hub.xorbs().size();
    }

    @Test
    void fileSentAsChunksIsReadByEverybodysMeans() throws Exception {
        byte[] bytes = inserted(random(3 * MIB, 1), MIB, new byte[2 * MIB]);

        ShardFile file = upload(bytes);

        assertThat(hub.store.find(hub.alice.repository(), sha256(bytes))).contains(content(bytes));
        assertThat(hub.store.findAll(hub.alice.repository(), List.of(sha256(bytes))))
                .containsEntry(sha256(bytes), file.hash());
        assertThat(hub.read(content(bytes))).isEqualTo(bytes);
        assertThat(fetched(file.hash(), 0, bytes.length)).isEqualTo(bytes);
        assertThat(hub.db.sql("select proof from content").query(String.class).single())
                .isEqualTo("proven");
        assertThat(hub.store.slabs().onLoan()).isZero();
    }

    @Test
    void contentOfOtherDoorsIsFetchedByXetToo() throws Exception {
        byte[] bytes = random(5 * MIB, 2);
        hub.takeIn(bytes);
        XetHash file = hub.store
                .findFile(hub.alice.repository(), sha256(bytes))
                .orElseThrow()
                .xetHash();

        assertThat(fetched(file, 0, bytes.length)).isEqualTo(bytes);
        assertThat(cas.sizeOf(hub.alice.repository(), file)).hasValue(bytes.length);
        assertThat(cas.sizeOf(mallorys.repository(), file)).isEmpty();
        assertThat(cas.reconstruct(mallorys.repository(), file, 0, 1)).isEmpty();
    }

    @Test
    void anyRangeIsRebuiltFromTheChunksItTouches() throws Exception {
        byte[] base = random(4 * MIB, 3);
        byte[] bytes = inserted(base, 2 * MIB, Arrays.copyOf(base, MIB));
        TestXorb first = TestXorb.of(Arrays.copyOf(base, 2 * MIB));
        TestXorb second = TestXorb.of(bytes);
        send(first, alice);
        send(second, alice);
        register(TestShard.of(bytes, first, second), hub.alice, asAlice());
        XetHash file = TestShard.file(bytes, first, second).hash();
        var random = new Random(4);

        for (int round = 0; round < 100; round++) {
            int from = random.nextInt(bytes.length);
            int to = from + 1 + (random.nextInt(bytes.length - from) >> random.nextInt(20));
            assertThat(fetched(file, from, to)).as("%d to %d", from, to).isEqualTo(Arrays.copyOfRange(bytes, from, to));
        }
        assertThat(fetched(file, bytes.length - 1, bytes.length)).containsExactly(bytes[bytes.length - 1]);
    }

    @Test
    void samePlanIsMadeForTheSameRange() throws Exception {
        byte[] bytes = random(4 * MIB, 5);
        XetHash file = upload(bytes).hash();

        assertThat(cas.reconstruct(hub.alice.repository(), file, 100_000, 3_000_000))
                .isEqualTo(cas.reconstruct(hub.alice.repository(), file, 100_000, 3_000_000));
    }

    @Test
    void xorbThatLiesIsNotKept() throws Exception {
        byte[] bytes = inserted(random(600_000, 6), 100_000, new byte[300_000]);
        TestXorb xorb = TestXorb.of(bytes);
        var bodies = new ArrayList<byte[]>();
        bodies.add(new byte[0]);
        bodies.add(xorb.bytesDamaged(0));
        bodies.add(xorb.bytesDamaged(xorb.chunks().size() - 1));
        bodies.add(xorb.bytesWithHeader(0, new ChunkHeader(10, Compression.NONE, 10)));
        bodies.add(xorb.bytesWithHeader(1, new ChunkHeader(100, Compression.LZ4, 131_072)));
        bodies.add(xorb.bytesWithHeader(0, new ChunkHeader(0, Compression.NONE, 0)));
        bodies.add(inserted(xorb.bytes(), 0, xorb.bytes()));
        bodies.add(random(50_000, 7));
        for (int cut = 1; cut < xorb.bytes().length; cut += 9_973) {
            bodies.add(Arrays.copyOf(xorb.bytes(), cut));
        }

        for (byte[] body : bodies) {
            assertThatThrownBy(() -> cas.addXorb(xorb.hash(), new ByteArrayInputStream(body), alice))
                    .isInstanceOf(XetFormatException.class);
        }

        assertThat(objects()).isZero();
        assertThat(hub.rows("xorb")).isZero();
        assertThat(hub.store.slabs().onLoan()).isZero();
    }

    @Test
    void chunksThatUnpackToMoreThanTheySayAreRefused() throws Exception {
        byte[] zeros = new byte[100_000];
        TestXorb bomb = TestXorb.packed(Compression.LZ4, List.of(zeros));
        int packed = bomb.bytes().length - ChunkHeader.BYTES;

        byte[] body = bomb.bytesWithHeader(0, new ChunkHeader(packed, Compression.LZ4, 50_000));

        assertThatThrownBy(() -> cas.addXorb(bomb.hash(), new ByteArrayInputStream(body), alice))
                .isInstanceOf(XetFormatException.class);
    }

    @Test
    void aXorbHasLimitsHoweverWellItPacks() {
        byte[] chunk = new byte[131_072];
        List<byte[]> tooMuch = new ArrayList<>();
        for (int i = 0; i < 513; i++) {
            tooMuch.add(chunk);
        }
        TestXorb large = TestXorb.packed(Compression.LZ4, tooMuch);

        assertThatThrownBy(() -> send(large, alice))
                .isInstanceOf(XetFormatException.class)
                .hasMessageContaining("8192 chunks and 67108864 unpacked bytes");
        assertThatThrownBy(() -> send(TestXorb.ofChunks(List.of()), alice))
                .isInstanceOf(XetFormatException.class)
                .hasMessageContaining("at least one chunk");
    }

    @Test
    void aClientsFooterIsReplacedByOurs() throws Exception {
        byte[] bytes = random(MIB, 8);
        TestXorb xorb = TestXorb.of(bytes);

        cas.addXorb(xorb.hash(), new ByteArrayInputStream(xorb.bytesWithFooter()), alice);
        register(TestShard.of(bytes, xorb), hub.alice, asAlice());

        assertThat(hub.read(content(bytes))).isEqualTo(bytes);
        assertThat(hub.db.sql("select stored_bytes from xorb").query(Long.class).single())
                .isEqualTo(xorb.bytesWithFooter().length);
    }

    @Test
    void whetherOthersSentAXorbBeforeIsNotTold() throws Exception {
        TestXorb xorb = TestXorb.of(random(MIB, 9));

        assertThat(send(xorb, alice)).isTrue();
        assertThat(send(xorb, alice)).isFalse();
        assertThat(send(xorb, mallory)).isTrue();

        assertThat(objects()).isEqualTo(1);
        assertThat(hub.rows("xorb")).isEqualTo(1);
    }

    @Test
    void twoWhoSendTheSameAtOnceBothSucceed() throws Exception {
        byte[] bytes = random(4 * MIB, 10);
        TestXorb xorb = TestXorb.of(bytes);
        try (var senders = Executors.newFixedThreadPool(8)) {
            var uploads = new ArrayList<Callable<Boolean>>();
            for (int i = 0; i < 16; i++) {
                uploads.add(() -> {
                    send(xorb, alice);
                    return register(TestShard.of(bytes, xorb), hub.alice, asAlice());
                });
            }
            for (Future<Boolean> upload : senders.invokeAll(uploads)) {
                upload.get();
            }
        }

        assertThat(objects()).isEqualTo(1);
        assertThat(hub.rows("content")).isEqualTo(1);
        assertThat(hub.read(content(bytes))).isEqualTo(bytes);
    }

    @Test
    void aXorbOfOthersIsAnsweredLikeOneThatIsNotThere() throws Exception {
        byte[] secret = random(MIB, 11);
        byte[] unsent = random(MIB, 12);
        upload(secret);

        for (byte[] bytes : List.of(secret, unsent)) {
            TestXorb xorb = TestXorb.of(bytes);
            assertThatThrownBy(() -> register(TestShard.of(bytes, xorb), mallorys, asMallory()))
                    .isInstanceOf(ShardRefusedException.class)
                    .hasMessage(
                            "The xorb %s was not uploaded here. Upload it first; if your client takes it from its own cache,"
                                            .formatted(xorb.hash())
                                    + " remove the folder 'xet' in its cache.");
            assertThat(cas.storedBytes(xorb.hash(), asMallory())).isEmpty();
            assertThat(cas.dedupe(xorb.table().hash(0), asMallory())).isEmpty();
        }
        assertThat(hub.store.find(mallorys.repository(), sha256(secret))).isEmpty();
    }

    @Test
    void whatAnotherMayReadTheyNeedNotSend() throws Exception {
        byte[] shared = random(MIB, 13);
        upload(shared);
        TestXorb xorb = TestXorb.of(shared);
        var reader = new Viewer(mallorys.repository(), Optional.of(mallory), repositories -> repositories);

        assertThat(cas.dedupe(xorb.table().hash(0), reader)).isPresent();
        register(TestShard.of(shared, xorb), mallorys, reader);

        assertThat(hub.read(content(shared), mallorys)).isEqualTo(shared);
        assertThat(objects()).isEqualTo(1);
    }

    @Test
    void whatSomebodyWasToldTheyMayNameLater() throws Exception {
        byte[] shared = random(MIB, 14);
        upload(shared);
        TestXorb xorb = TestXorb.of(shared);
        cas.dedupe(
                xorb.table().hash(0),
                new Viewer(mallorys.repository(), Optional.of(mallory), repositories -> repositories));

        register(TestShard.of(shared, xorb), mallorys, asMallory());

        assertThat(hub.read(content(shared), mallorys)).isEqualTo(shared);
    }

    @Test
    void whoDoesNotKnowTheChunkHashesCannotNameTheChunks() throws Exception {
        byte[] bytes = random(MIB, 15);
        TestXorb xorb = TestXorb.of(bytes);
        ShardFile file = upload(bytes);
        ShardTerm term = file.terms().getFirst();
        XetHash other = TestXorb.of(random(10_000, 1)).hash();
        var reader = new Viewer(mallorys.repository(), Optional.of(mallory), repositories -> repositories);

        for (ShardTerm lie : List.of(
                new ShardTerm(term.xorb(), term.rawBytes(), term.start(), term.end(), other),
                new ShardTerm(term.xorb(), term.rawBytes() - 1, term.start(), term.end(), term.rangeHash()),
                new ShardTerm(term.xorb(), term.rawBytes(), term.start(), term.end() + 1, term.rangeHash()),
                new ShardTerm(term.xorb(), term.rawBytes(), term.start(), term.end() - 1, term.rangeHash()))) {
            var shard = new TestShard().with(new ShardFile(file.hash(), List.of(lie), file.sha256()));
            assertThatThrownBy(() -> register(shard, mallorys, reader)).isInstanceOf(ShardRefusedException.class);
        }
        assertThatThrownBy(() -> register(
                        new TestShard().with(new ShardFile(other, file.terms(), file.sha256())), mallorys, reader))
                .isInstanceOf(ShardRefusedException.class)
                .hasMessageContaining("do not add up to its hash");
        assertThatThrownBy(() -> register(
                        new TestShard().with(new ShardFile(file.hash(), file.terms(), Optional.empty())),
                        mallorys,
                        reader))
                .isInstanceOf(ShardRefusedException.class)
                .hasMessageContaining("without its SHA-256");
        assertThat(xorb.hash()).isEqualTo(term.xorb());
        assertThat(hub.store.find(mallorys.repository(), sha256(bytes))).isEmpty();
    }

    @Test
    void knownHashGivesNobodyTheBytes() throws Exception {
        byte[] secret = random(2 * MIB, 16);
        Content content = hub.takeIn(secret);
        byte[] own = random(2 * MIB, 17);
        TestXorb xorb = TestXorb.of(own);
        send(xorb, mallory);
        ShardFile honest = TestShard.file(own, xorb);
        var lie = new ShardFile(honest.hash(), honest.terms(), Optional.of(content.sha256()));

        register(new TestShard().with(lie), mallorys, asMallory());

        assertThatThrownBy(() -> hub.read(content, mallorys)).isInstanceOf(WithheldContentException.class);
        assertThatThrownBy(() -> hub.store.findFile(mallorys.repository(), content.sha256()))
                .isInstanceOf(WithheldContentException.class);
        assertThatThrownBy(() -> cas.reconstruct(mallorys.repository(), honest.hash(), 0, 1))
                .isInstanceOf(WithheldContentException.class);
        assertThat(hub.store.find(mallorys.repository(), content.sha256())).isEmpty();
        assertThat(hub.read(content)).isEqualTo(secret);
        assertThatThrownBy(() -> register(new TestShard().with(lie), mallorys, asMallory()))
                .isInstanceOf(ShardRefusedException.class);
    }

    @Test
    void withheldFileIsHealedByTheRightBytes() throws Exception {
        byte[] right = random(MIB, 18);
        byte[] wrong = random(MIB, 19);
        TestXorb xorb = TestXorb.of(wrong);
        send(xorb, alice);
        ShardFile honest = TestShard.file(wrong, xorb);
        register(
                new TestShard().with(new ShardFile(honest.hash(), honest.terms(), Optional.of(sha256(right)))),
                hub.alice,
                asAlice());
        assertThatThrownBy(() -> hub.read(content(right))).isInstanceOf(WithheldContentException.class);

        upload(right);

        assertThat(hub.read(content(right))).isEqualTo(right);
    }

    @Test
    void whatIsOnlyDeclaredIsNotLinkedElsewhere() throws Exception {
        byte[] bytes = random(MIB, 20);
        upload(bytes);
        leaveUnproven(bytes);

        assertThat(hub.store.link(hub.alice.repository(), mallorys, sha256(bytes)))
                .isEmpty();
        assertThat(hub.store.proveLeftOver()).isEqualTo(1);
        assertThat(hub.store.link(hub.alice.repository(), mallorys, sha256(bytes)))
                .isPresent();
    }

    @Test
    void bytesOfADeclaredFileProveItWhateverDoorTheyComeThrough() throws Exception {
        byte[] bytes = random(MIB, 21);
        upload(bytes);
        leaveUnproven(bytes);

        hub.takeIn(bytes, mallorys);

        assertThat(hub.read(content(bytes), mallorys)).isEqualTo(bytes);
        assertThat(hub.rows("content")).isEqualTo(1);
    }

    @Test
    void dedupeAnswersNameNoChunksOfOthersFiles() throws Exception {
        byte[] open = random(MIB, 22);
        byte[] secret = random(MIB, 23);
        byte[] both = inserted(open, open.length, secret);
        TestXorb xorb = TestXorb.of(both);
        send(xorb, alice);
        register(TestShard.of(both, xorb), hub.alice, asAlice());
        var publics = new Scope(UUID.randomUUID(), "alice");
        byte[] shown = Arrays.copyOf(both, xorb.table().rawEnd(3));
        register(new TestShard().with(TestShard.file(shown, xorb)), publics, asAlice());
        var reader =
                new Viewer(mallorys.repository(), Optional.of(mallory), repositories -> Set.of(publics.repository()));

        byte[] answer = cas.dedupe(xorb.table().hash(0), reader).orElseThrow();

        assertThat(DedupeAnswerReader.knownChunks(answer, xorb.table())).containsExactly(0, 1, 2, 3);
    }

    @Test
    void emptyFilesInAShardArePassedOver() throws Exception {
        byte[] bytes = random(20_000, 24);
        TestXorb xorb = TestXorb.of(bytes);
        send(xorb, alice);
        var empty = new ShardFile(XetHash.ZERO, List.of(), Optional.of(new Sha256("0".repeat(64))));

        register(new TestShard().with(empty).with(TestShard.file(bytes, xorb)), hub.alice, asAlice());

        assertThat(hub.rows("content")).isEqualTo(1);
    }

    @Test
    void shardThatIsNoneIsRefusedWhole() {
        for (byte[] nonsense : List.of(new byte[0], random(48, 1), random(10_000, 2))) {
            assertThatThrownBy(() -> cas.addShard(nonsense, hub.alice, asAlice(), (checked, of) -> {}))
                    .isInstanceOf(XetFormatException.class);
        }
        assertThat(hub.rows("content")).isZero();
    }
}
