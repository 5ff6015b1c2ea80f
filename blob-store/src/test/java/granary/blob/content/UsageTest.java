package granary.blob.content;

import static granary.blob.content.ContentStoreFixture.MIB;
import static granary.blob.content.ContentStoreFixture.random;
import static org.assertj.core.api.Assertions.assertThat;

import granary.blob.memory.MemoryObjectStore;
import granary.blob.xet.TestShard;
import granary.blob.xet.TestXorb;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UsageTest {
    private final ContentStoreFixture hub = new ContentStoreFixture(new MemoryObjectStore());
    private final Scope bob = new Scope(UUID.randomUUID(), "bob");

    @AfterEach
    void close() {
        hub.close();
    }

    private ContentUsage usage(Scope... scopes) {
        return hub.store.usage(List.of(scopes).stream().map(Scope::repository).toList());
    }

    private long storedBytes() {
        return hub.store.stats().storedBytes();
    }

    @Test
    void nothingTakesNoRoom() {
        assertThat(usage()).isEqualTo(new ContentUsage(0, 0, 0, 0));
        assertThat(usage(bob)).isEqualTo(new ContentUsage(0, 0, 0, 0));
    }

    @Test
    void contentIsCountedOncePerHolderOnceAndAsItIsStored() throws Exception {
        hub.takeIn(random(3 * MIB, 1));
        hub.takeIn(random(MIB, 2));
        long alices = storedBytes();
        hub.takeIn(random(3 * MIB, 1), bob);
        hub.takeIn(random(2 * MIB, 3), bob);

        assertThat(usage(hub.alice)).isEqualTo(new ContentUsage(2, 4L * MIB, 4L * MIB, alices));
        assertThat(usage(hub.alice, bob)).isEqualTo(new ContentUsage(3, 9L * MIB, 6L * MIB, storedBytes()));
        assertThat(hub.store.stats()).isEqualTo(new StoreStats(3, 9L * MIB, 6L * MIB, storedBytes(), 3, 0));
    }

    @Test
    void whoNeedsSomeChunksOfAXorbTakesTheirShareOfItEachOnce() throws Exception {
        TestXorb xorb = TestXorb.of(random(3 * MIB, 4));
        hub.send(xorb);
        int chunks = xorb.table().count();
        hub.register(new TestShard().with(ContentStoreFixture.fileOf(xorb, new int[] {0, 4}, new int[] {2, 6})), bob);
        hub.register(new TestShard().with(ContentStoreFixture.fileOf(xorb, new int[] {1, 3})), bob);

        assertThat(usage(bob).storedBytes()).isEqualTo(storedBytes() * 6 / chunks);
        assertThat(usage(bob).logicalBytes())
                .isEqualTo(
                        ContentStoreFixture.bytesOf(xorb, new int[] {0, 4}, new int[] {2, 6}, new int[] {1, 3}).length);
    }
}
