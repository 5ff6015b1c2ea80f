package granary.blob.content;

import granary.blob.ObjectKey;
import granary.blob.ObjectStore;
import granary.blob.Sha256;
import granary.blob.xet.MerkleTree;
import granary.blob.xet.ShardFile;
import granary.blob.xet.ShardTerm;
import granary.blob.xet.TestShard;
import granary.blob.xet.TestXorb;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A content store over empty tables, and the few things all its tests do with it. */
final class ContentStoreFixture implements AutoCloseable {
    static final int MIB = 1024 * 1024;
    static final long LIMIT = 1L << 40;

    final Scope alice = new Scope(UUID.randomUUID(), "alice");
    final UUID person = UUID.randomUUID();
    final ObjectStore objects;
    final TestDatabase database = TestDatabase.empty();
    final JdbcClient db = database.client();
    final XetContentStore store;

    ContentStoreFixture(ObjectStore objects) {
        this.objects = objects;
        this.store = restarted();
    }

    /** Another store over the same objects and rows, which remembers nothing. */
    XetContentStore restarted() {
        return new XetContentStore(objects, db, database.transactions());
    }

    Content takeIn(byte[] bytes) throws IOException {
        return takeIn(bytes, alice);
    }

    Content takeIn(byte[] bytes, Scope scope) throws IOException {
        return store.takeIn(
                new ByteArrayInputStream(bytes), Intake.declared(scope, sha256(bytes), bytes.length, LIMIT));
    }

    byte[] read(Content content) throws IOException {
        return read(content, 0, content.size());
    }

    byte[] read(Content content, Scope scope) throws IOException {
        var out = new ByteArrayOutputStream();
        store.copy(scope.repository(), content, 0, content.size(), out);
        return out.toByteArray();
    }

    byte[] read(Content content, long offset, long length) throws IOException {
        var out = new ByteArrayOutputStream();
        store.copy(alice.repository(), content, offset, length, out);
        return out.toByteArray();
    }

    /** Sends a file as a client of Xet does that put all its chunks into these xorbs. */
    ShardFile upload(byte[] bytes, TestXorb... xorbs) throws IOException {
        for (TestXorb xorb : xorbs) {
            send(xorb);
        }
        register(TestShard.of(bytes, xorbs), alice);
        return TestShard.file(bytes, xorbs);
    }

    /** A file of these runs of a xorb's chunks, each a start and an end, as a client lists it. */
    static ShardFile fileOf(TestXorb xorb, int[]... runs) {
        var tree = new MerkleTree();
        var terms = new ArrayList<ShardTerm>();
        for (int[] run : runs) {
            tree.add(xorb.table(), run[0], run[1]);
            terms.add(xorb.term(run[0], run[1]));
        }
        return new ShardFile(tree.fileHash(), terms, Optional.of(sha256(bytesOf(xorb, runs))));
    }

    static byte[] bytesOf(TestXorb xorb, int[]... runs) {
        var bytes = new ByteArrayOutputStream();
        for (int[] run : runs) {
            xorb.chunks().subList(run[0], run[1]).forEach(bytes::writeBytes);
        }
        return bytes.toByteArray();
    }

    boolean send(TestXorb xorb) throws IOException {
        return store.cas().addXorb(xorb.hash(), new ByteArrayInputStream(xorb.bytes()), person);
    }

    boolean register(TestShard shard, Scope scope) throws IOException {
        var viewer = new Viewer(scope.repository(), Optional.of(person), repositories -> Set.of());
        return store.cas().addShard(shard.bytes(), scope, viewer, (checked, of) -> {});
    }

    List<ObjectKey> xorbs() throws IOException {
        var keys = new ArrayList<ObjectKey>();
        objects.each("xorbs/", (key, size, storedAt) -> keys.add(key));
        return keys;
    }

    long rows(String table) {
        return db.sql("select count(*) from " + table).query(Long.class).single();
    }

    static byte[] random(int size, long seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    static Sha256 sha256(byte[] bytes) {
        return Sha256.of(Sha256.newDigest().digest(bytes));
    }

    /** The bytes with others put in between. */
    static byte[] inserted(byte[] bytes, int at, byte[] more) {
        byte[] result = new byte[bytes.length + more.length];
        System.arraycopy(bytes, 0, result, 0, at);
        System.arraycopy(more, 0, result, at, more.length);
        System.arraycopy(bytes, at, result, at + more.length, bytes.length - at);
        return result;
    }

    @Override
    public void close() {
        store.close();
    }
}
