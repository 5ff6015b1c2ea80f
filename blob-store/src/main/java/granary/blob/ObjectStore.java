package granary.blob;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Keeps objects: xorbs, packs. An object never changes, so a reader needs no lock and may cache for ever.
 *
 * <p>Once {@link ObjectUpload#keepAs} returns, the object is durable (bytes, name and folder are synced) and visible to
 * every reader of the store; before, nobody can see it.
 */
public interface ObjectStore extends AutoCloseable {
    /** How long an upload may lie about before it counts as left behind by a killed process. */
    Duration ABANDONED_AFTER = Duration.ofHours(24);

    /** The object, or empty when this store does not hold it. */
    Optional<StoredObject> find(ObjectKey key) throws IOException;

    /** Starts an upload, which {@link #find} cannot see before {@link ObjectUpload#keepAs}. */
    ObjectUpload begin() throws IOException;

    /** Forgets the object. Forgetting an absent one is fine, so that a crashed sweep can run again. */
    void delete(ObjectKey key) throws IOException;

    /**
     * Shows every object whose key starts with {@code prefix} (whole parts such as {@code xorbs/} or
     * {@code git/1b4e…/}; the empty one shows all), in no order, to {@code visitor}.
     */
    void each(String prefix, Visitor visitor) throws IOException;

    /**
     * Removes uploads that nobody has written to for so long: their process was killed. Some store may have none, when
     * its uploads end with the process.
     */
    void removeAbandoned(Duration olderThan) throws IOException;

    /** How clients may read objects from where they lie, past the hub; empty when they cannot. */
    default Optional<PresignedReads> presignedReads() {
        return Optional.empty();
    }

    /** Gives back connections, where there are some; objects stay. */
    @Override
    default void close() {}

    /** Is shown one object at a time; {@code storedAt} is when it was kept, by the store's clock. */
    interface Visitor {
        void visit(ObjectKey key, long size, Instant storedAt) throws IOException;
    }
}
