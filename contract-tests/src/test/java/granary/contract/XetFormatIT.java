package granary.contract;

import static org.assertj.core.api.Assertions.assertThat;

import granary.blob.xet.ChunkTable;
import granary.blob.xet.Compression;
import granary.blob.xet.DedupeShard;
import granary.blob.xet.ShardFile;
import granary.blob.xet.ShardReader;
import granary.blob.xet.ShardTerm;
import granary.blob.xet.ShardXorb;
import granary.blob.xet.TestShard;
import granary.blob.xet.XetHash;
import granary.blob.xet.XetHashes;
import granary.blob.xet.XorbFooter;
import granary.contract.kit.Account;
import granary.contract.kit.Bytes;
import granary.contract.kit.Folders;
import granary.contract.kit.HfXetStore;
import granary.contract.kit.HfXetStore.Uploaded;
import granary.contract.kit.PythonClient;
import granary.contract.kit.RunningHub;
import granary.contract.kit.WithHub;
import granary.contract.kit.XetSamples;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What hf_xet writes is read here, and what is written here hf_xet reads: hashes, xorbs, shards, dedupe answers. It goes
 * through the store that hf_xet has built in, so that no door of the hub has a part in it.
 */
@WithHub
class XetFormatIT {
    private static final byte[] KEY = "32 bytes, and nobody guesses any".getBytes(StandardCharsets.US_ASCII);
    private static final int INSERTED_BYTES = 8192;

    private final RunningHub hub;
    private final Path folder;
    private final HfXetStore store;

    XetFormatIT(RunningHub hub, @TempDir Path folder) {
        this.hub = hub;
        this.folder = folder;
        this.store =
                new HfXetStore(PythonClient.HUB_2.session(hub, "", folder.resolve("home")), folder.resolve("store"));
    }

    /** What some shards say. */
    private record Listed(List<ShardFile> files, List<ShardXorb> xorbs) implements ShardReader.Visitor {
        static Listed of(List<Path> shards) throws IOException {
            var listed = new Listed(new ArrayList<>(), new ArrayList<>());
            for (Path shard : shards) {
                ShardReader.read(Folders.read(shard), listed);
            }
            return listed;
        }

        @Override
        public void file(ShardFile file) {
            files.add(file);
        }

        @Override
        public void xorb(ShardXorb xorb) {
            xorbs.add(xorb);
        }

        ShardFile file(XetHash hash) {
            return files.stream()
                    .filter(file -> file.hash().equals(hash))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no shard has the file " + hash));
        }
    }

    @Test
    void whatHfXetWritesIsReadHere() throws IOException {
        List<Path> samples = XetSamples.write(folder.resolve("samples"), 1);
        List<Uploaded> uploaded = store.upload(samples);
        OpenedXorbs xorbs = OpenedXorbs.of(store.xorbs());
        Listed listed = Listed.of(store.shards());

        assertThat(store.xorbs())
                .extracting(Path::getFileName)
                .containsExactlyInAnyOrderElementsOf(xorbs.hashes().stream()
                        .map(hash -> Path.of("default." + hash))
                        .toList());
        assertThat(xorbs.schemes()).isEqualTo(EnumSet.allOf(Compression.class));
        assertThat(listed.xorbs())
                .containsExactlyInAnyOrderElementsOf(
                        xorbs.footers().stream().map(TestShard::listed).toList());
        for (int i = 0; i < samples.size(); i++) {
            byte[] sample = Folders.read(samples.get(i));
            ShardFile file = listed.file(XetHash.of(uploaded.get(i).hash()));
            assertThat(file.sha256().orElseThrow().hex())
                    .isEqualTo(uploaded.get(i).sha256())
                    .isEqualTo(Bytes.sha256(sample));
            assertThat(TestShard.file(sample, xorbs.footers()).hash())
                    .as("our file hash of %s", samples.get(i))
                    .isEqualTo(file.hash());
            assertThat(Bytes.sha256(joined(file, xorbs)))
                    .as("%s", samples.get(i))
                    .isEqualTo(Bytes.sha256(sample));
        }
        assertThat(listed.file(XetHash.of(uploaded.getLast().hash())).terms())
                .as("terms of the edited file")
                .hasSizeGreaterThan(2);
    }

    /** The bytes of a file by its terms, whose claims are checked. */
    private static byte[] joined(ShardFile file, OpenedXorbs xorbs) {
        var bytes = new ByteArrayOutputStream();
        for (ShardTerm term : file.terms()) {
            OpenedXorb xorb = xorbs.get(term.xorb());
            ChunkTable chunks = xorb.footer().chunks();
            int from = chunks.rawStart(term.start());
            assertThat(term.rawBytes()).isEqualTo(chunks.rawStart(term.end()) - from);
            assertThat(term.rangeHash()).isEqualTo(XetHashes.ofRange(chunks, term.start(), term.end()));
            bytes.write(xorb.raw(), from, term.rawBytes());
        }
        return bytes.toByteArray();
    }

    @Test
    void whatIsWrittenHereHfXetReads() throws IOException {
        List<Path> samples = XetSamples.write(folder.resolve("samples"), 2);
        List<Path> ours = keptHere(samples);
        List<XorbFooter> xorbs = OpenedXorbs.of(ours).footers();
        // Its own index says which shard has which file; the shards and xorbs themselves become ours.
        List<Uploaded> uploaded = store.upload(samples);
        replaceXorbs(ours);
        replaceShards(samples, xorbs);

        for (int i = 0; i < samples.size(); i++) {
            byte[] sample = Folders.read(samples.get(i));
            String hash = uploaded.get(i).hash();
            assertThat(store.download(hash, sample.length))
                    .as("%s", samples.get(i))
                    .isEqualTo(sample);
            assertThat(store.download(hash, sample.length, sample.length / 3, sample.length - 1))
                    .as("two thirds of %s", samples.get(i))
                    .isEqualTo(Arrays.copyOfRange(sample, sample.length / 3, sample.length - 1));
        }
    }

    /** Uploads to the hub as plain LFS files, one after the other as to hf_xet; what its object store has since. */
    private List<Path> keptHere(List<Path> samples) {
        Path objects = hub.data().resolve("objects/xorbs");
        Set<String> before = new HashSet<>(Files.exists(objects) ? Folders.files(objects) : List.of());
        Account alice = hub.newUser("alice");
        hub.api(alice).createModel(alice.name(), "samples", false);
        var arguments = new ArrayList<>(List.of(alice.name() + "/samples"));
        samples.forEach(sample -> arguments.add(sample.toString()));
        PythonClient.HUB_2.session(hub, alice, folder.resolve("alice")).run("""
                import os, sys
                from huggingface_hub import HfApi
                for file in sys.argv[2:]:
                    HfApi().upload_file(repo_id=sys.argv[1], path_or_fileobj=file, path_in_repo=os.path.basename(file))
                """, arguments.toArray(String[]::new));
        return Folders.files(objects).stream()
                .filter(name -> !before.contains(name))
                .map(objects::resolve)
                .toList();
    }

    private void replaceXorbs(List<Path> ours) throws IOException {
        for (Path xorb : store.xorbs()) {
            Files.delete(xorb);
        }
        for (Path xorb : ours) {
            Files.copy(xorb, store.xorb(xorb.getFileName().toString()));
        }
    }

    private void replaceShards(List<Path> samples, List<XorbFooter> xorbs) throws IOException {
        for (Path shard : store.shards()) {
            XetHash hash = Listed.of(List.of(shard)).files().getFirst().hash();
            ShardFile file = samples.stream()
                    .map(sample -> TestShard.file(Folders.read(sample), xorbs))
                    .filter(ours -> ours.hash().equals(hash))
                    .findFirst()
                    .orElseThrow();
            var ours = new TestShard().with(file);
            xorbs.forEach(xorb -> ours.with(TestShard.listed(xorb)));
            Folders.write(shard, ours.bytesWithFooter());
        }
    }

    @Test
    void anEmptyFileIsListedWithoutTermsAndWithoutItsSha256() throws IOException {
        Path empty = folder.resolve("empty.bin");
        Folders.write(empty, "");

        store.upload(List.of(empty));

        ShardFile file = Listed.of(store.shards()).file(XetHash.ZERO);
        assertThat(file.terms()).isEmpty();
        assertThat(file.sha256().orElseThrow().hex()).isEqualTo("0".repeat(64));
    }

    @Test
    void aDedupeAnswerWrittenHereSavesHfXetTheUpload() throws IOException {
        assertThat(bytesSentAfter(xorb -> chunks(0, xorb.count()))).isBetween((long) INSERTED_BYTES, 400_000L);
    }

    @Test
    void chunksThatADedupeAnswerDoesNotShowAreSentAgain() throws IOException {
        assertThat(bytesSentAfter(xorb -> chunks(0, xorb.count() / 2))).isBetween(5_000_000L, 7_000_000L);
    }

    /** How many unpacked bytes of an edited file hf_xet sends when told of these chunks of the original. */
    private long bytesSentAfter(Function<ChunkTable, BitSet> shown) throws IOException {
        List<Path> samples = XetSamples.write(folder.resolve("samples"), 3);
        Path edited = samples.getLast();
        store.upload(samples.subList(samples.size() - 2, samples.size() - 1));
        store.forgetUploads();
        OpenedXorbs known = OpenedXorbs.of(store.xorbs());
        Folders.write(store.shards().getFirst(), answer(known.footers(), shown));

        String hash = store.upload(List.of(edited)).getFirst().hash();

        assertThat(Bytes.sha256(store.download(hash, Files.size(edited)))).isEqualTo(Bytes.sha256(edited));
        return OpenedXorbs.of(store.xorbs()).rawBytes() - known.rawBytes();
    }

    private static byte[] answer(List<XorbFooter> known, Function<ChunkTable, BitSet> shown) {
        Instant now = Instant.now();
        return new DedupeShard(KEY, now, now.plus(Duration.ofDays(7)))
                .write(known.stream()
                        .map(xorb -> new DedupeShard.Xorb(xorb.xorb(), xorb.chunks(), shown.apply(xorb.chunks())))
                        .toList());
    }

    private static BitSet chunks(int start, int end) {
        var chunks = new BitSet();
        chunks.set(start, end);
        return chunks;
    }
}
