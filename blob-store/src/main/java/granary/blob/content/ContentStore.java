package granary.blob.content;

import granary.blob.Sha256;
import granary.blob.xet.XetHash;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Keeps content once, whoever sent it, and knows which repository holds what.
 *
 * <p>Knowing a hash gives no right to the bytes: content is <em>linked</em> to a repository by sending its bytes, or by a
 * caller who could read it elsewhere already.
 */
public interface ContentStore {
    /**
     * Reads the stream to its end in constant memory, keeps its bytes and links them to the scope's repository. When
     * this returns they are durable.
     *
     * @throws IntakeRefusedException when they are not as declared; nothing was kept and nothing can be deduplicated
     *     against them
     * @throws granary.blob.StorageFullException when there is no room
     */
    Content takeIn(InputStream bytes, Intake intake) throws IOException;

    /** Content that is linked to the repository, and not withheld. The look-up for everything a client may ask. */
    Optional<Content> find(UUID repository, Sha256 sha256);

    /** Those of the hashes that are linked to the repository and not withheld, with the Xet hashes of their bytes. */
    Map<Sha256, XetHash> findAll(UUID repository, Collection<Sha256> hashes);

    /** Those of the hashes that the repository holds with damaged bytes: sending them again heals them. */
    Set<Sha256> findDamaged(UUID repository, Collection<Sha256> hashes);

    /**
     * As {@link #find}, for readers.
     *
     * @throws WithheldContentException when the repository has this content only with bytes that hash to something else
     */
    Optional<StoredFile> findFile(UUID repository, Sha256 sha256);

    /** Links content to a repository of a caller who may read it at {@code from}. Empty when it is not linked there. */
    Optional<Content> link(UUID from, Scope to, Sha256 sha256);

    /** Unlinks all content of a deleted repository; its bytes wait for the sweep. */
    void unlinkAll(UUID repository);

    /**
     * Writes bytes {@code offset} to {@code offset + length} of a content that is linked to the repository. Bytes whose
     * SHA-256 is only declared are proven first, which takes as long as reading them all.
     *
     * @throws DamagedContentException before a chunk is written that its first check since the start finds damaged
     * @throws WithheldContentException when the bytes are not those of this SHA-256
     */
    void copy(UUID repository, Content content, long offset, long length, OutputStream out) throws IOException;

    /** What is stored now, over the whole hub. Within a minute, or fails. */
    StoreStats stats();

    /** How much room the contents of these repositories take. Within a minute, or fails. */
    ContentUsage usage(Collection<UUID> repositories);
}
