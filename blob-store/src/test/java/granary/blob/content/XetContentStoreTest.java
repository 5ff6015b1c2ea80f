package granary.blob.content;

import static org.assertj.core.api.Assertions.assertThat;

import granary.blob.Sha256;
import granary.blob.memory.MemoryObjectStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class XetContentStoreTest {
    private static final long LIMIT = 1L << 40;
    private static final int MIB = 1024 * 1024;

    private final Scope scope = new Scope(UUID.randomUUID(), "alice");
    private final MemoryObjectStore objects = new MemoryObjectStore();
    private final TestDatabase database = TestDatabase.empty();
    private final JdbcClient db = database.client();
    private final XetContentStore store = new XetContentStore(objects, db, database.transactions());

    XetContentStoreTest() throws Exception {}

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void whatGoesInComesOut() throws Exception {
        for (int size : new int[] {0, 1, 8191, 8192, 8193, 100_000, 272 * 1024, 3 * MIB + 17, 70 * MIB}) {
            byte[] bytes = random(size, size);

            Content content = store.takeIn(new ByteArrayInputStream(bytes), declared(bytes));

            assertThat(content).isEqualTo(new Content(sha256(bytes), size));
            assertThat(read(content)).isEqualTo(bytes);
            assertThat(store.find(scope.repository(), content.sha256())).contains(content);
        }
    }

    private Intake declared(byte[] bytes) {
        return Intake.declared(scope, sha256(bytes), bytes.length, LIMIT);
    }

    private byte[] read(Content content) throws IOException {
        var out = new ByteArrayOutputStream();
        store.copy(content, 0, content.size(), out);
        return out.toByteArray();
    }

    private static byte[] random(int size, long seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static Sha256 sha256(byte[] bytes) {
        try {
            return Sha256.of(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
