package granary.blob.content;

import static granary.blob.content.ContentStoreFixture.LIMIT;
import static granary.blob.content.ContentStoreFixture.MIB;
import static granary.blob.content.ContentStoreFixture.random;
import static granary.blob.content.ContentStoreFixture.sha256;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import granary.blob.StorageFullException;
import granary.blob.content.FailingObjectStore.Step;
import granary.blob.content.IntakeRefusedException.Reason;
import granary.blob.local.LocalObjectStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bytes that are not as declared, or never all come, leave nothing: no object, no file, no row, nothing to match. */
class IntakeRefusalTest {
    private final Path root;
    private final FailingObjectStore objects;
    private final ContentStoreFixture hub;

    IntakeRefusalTest(@TempDir Path root) throws IOException {
        this.root = root;
        this.objects = new FailingObjectStore(new LocalObjectStore(root));
        this.hub = new ContentStoreFixture(objects);
    }

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void otherBytesThanDeclared() throws Exception {
        for (int size : new int[] {1, 5000, 3 * MIB, 70 * MIB}) {
            byte[] bytes = random(size, 1);
            Intake intake = Intake.declared(hub.alice, sha256(new byte[] {9}), size, LIMIT);

            assertThat(refusal(bytes, intake)).isEqualTo(Reason.HASH_DIFFERS);

            assertNothingIsKept();
        }
    }

    @Test
    void moreOrFewerBytesThanDeclared() throws Exception {
        byte[] bytes = random(3 * MIB, 2);
        for (int declared : new int[] {0, 1, 3 * MIB - 1, 3 * MIB + 1, 300 * MIB}) {
            Intake intake = Intake.declared(hub.alice, sha256(bytes), declared, LIMIT);

            assertThat(refusal(bytes, intake)).isEqualTo(Reason.SIZE_DIFFERS);
        }
        assertNothingIsKept();
    }

    @Test
    void moreBytesThanAllowed() throws Exception {
        byte[] bytes = random(3 * MIB, 3);

        assertThat(refusal(bytes, Intake.undeclared(hub.alice, 3 * MIB - 1))).isEqualTo(Reason.TOO_LARGE);
        assertThat(refusal(bytes, Intake.declared(hub.alice, sha256(bytes), 3 * MIB, 3 * MIB - 1)))
                .isEqualTo(Reason.TOO_LARGE);

        assertNothingIsKept();
        hub.store.takeIn(new ByteArrayInputStream(bytes), Intake.undeclared(hub.alice, 3 * MIB));
    }

    @Test
    void anEndlessStreamIsReadNoFurtherThanAllowed() throws Exception {
        var endless = new EndlessStream();

        IntakeRefusedException refusal = catchThrowableOfType(
                IntakeRefusedException.class, () -> hub.store.takeIn(endless, Intake.undeclared(hub.alice, 10 * MIB)));

        assertThat(refusal.reason()).isEqualTo(Reason.TOO_LARGE);
        assertThat(endless.count).isLessThan(12 * MIB);
        assertNothingIsKept();
    }

    @Test
    void aStreamThatBreaksAnywhere() throws Exception {
        byte[] bytes = random(68 * MIB, 4);
        for (int at : new int[] {0, 1, 1000, 272 * 1024, 34 * MIB, 64 * MIB + 5, bytes.length - 1, bytes.length}) {
            InputStream broken =
                    new SequenceInputStream(new ByteArrayInputStream(Arrays.copyOf(bytes, at)), new BrokenStream());

            assertThatThrownBy(() ->
                            hub.store.takeIn(broken, Intake.declared(hub.alice, sha256(bytes), bytes.length, LIMIT)))
                    .hasMessage("connection lost");

            assertNothingIsKept();
        }
    }

    @Test
    void refusedBytesCannotBeMatchedAgainst() throws Exception {
        byte[] bytes = random(3 * MIB, 5);
        assertThat(refusal(bytes, Intake.declared(hub.alice, sha256(new byte[0]), bytes.length, LIMIT)))
                .isEqualTo(Reason.HASH_DIFFERS);

        hub.takeIn(bytes);

        assertThat(hub.store.stats().storedBytes()).isGreaterThan(bytes.length);
    }

    @Test
    void aDiskThatFillsUpAtAnyStep() throws Exception {
        byte[] before = random(MIB, 6);
        Content kept = hub.takeIn(before);
        byte[] bytes = random(66 * MIB, 7);
        for (Step step : List.of(Step.BEGIN, Step.WRITE, Step.SEAL, Step.KEEP)) {
            objects.failAt(step);

            assertThatThrownBy(() -> hub.takeIn(bytes)).as("%s", step).isInstanceOf(StorageFullException.class);

            objects.heal();
            assertThat(hub.read(kept)).isEqualTo(before);
            assertThat(hub.rows("content")).isEqualTo(1);
            assertThat(hub.rows("xorb")).isEqualTo(1);
            assertThat(filesIn("incoming")).isZero();
            assertThat(hub.store.slabs().onLoan()).isZero();
        }
        assertThat(hub.read(hub.takeIn(bytes))).isEqualTo(bytes);
    }

    private Reason refusal(byte[] bytes, Intake intake) {
        return catchThrowableOfType(
                        IntakeRefusedException.class, () -> hub.store.takeIn(new ByteArrayInputStream(bytes), intake))
                .reason();
    }

    private void assertNothingIsKept() throws IOException {
        assertThat(hub.xorbs()).isEmpty();
        assertThat(filesIn("incoming")).isZero();
        for (String table : new String[] {"content", "xorb", "content_term", "chunk_index", "content_link"}) {
            assertThat(hub.rows(table)).as(table).isZero();
        }
        assertThat(hub.store.slabs().onLoan()).isZero();
    }

    private long filesIn(String folder) throws IOException {
        try (Stream<Path> files = Files.list(root.resolve(folder))) {
            return files.count();
        }
    }

    private static final class EndlessStream extends InputStream {
        private final Random random = new Random(1);
        private long count;

        @Override
        public int read() {
            throw new AssertionError("reads byte by byte");
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            for (int i = offset; i < offset + length; i++) {
                target[i] = (byte) random.nextInt();
            }
            count += length;
            return length;
        }
    }

    private static final class BrokenStream extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("connection lost");
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            throw new IOException("connection lost");
        }
    }
}
