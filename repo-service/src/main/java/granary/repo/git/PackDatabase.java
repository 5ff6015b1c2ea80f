package granary.repo.git;

import granary.blob.ObjectKey;
import granary.blob.ObjectStore;
import granary.blob.ObjectUpload;
import granary.blob.StoredObject;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.eclipse.jgit.internal.storage.dfs.DfsObjDatabase;
import org.eclipse.jgit.internal.storage.dfs.DfsPackDescription;
import org.eclipse.jgit.internal.storage.dfs.DfsReaderOptions;
import org.eclipse.jgit.internal.storage.dfs.ReadableChannel;
import org.eclipse.jgit.internal.storage.pack.PackExt;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The packs of one repository, for one request. Packs that this request stored are <em>pending</em>: it sees them, nobody
 * else does, and the transaction that moves the refs writes their rows. Pending packs are also the quarantine: a request
 * that moves no ref deletes them again.
 */
final class PackDatabase extends DfsObjDatabase {
    private static final Logger LOG = LoggerFactory.getLogger(PackDatabase.class);
    private static final int MIB = 1 << 20;
    private static final int INDEX_WHOLE_BYTES_MAX = 8 * MIB;

    private final PackedRepository repository;
    private final PackRows rows;
    private final ObjectStore objects;
    private final Map<String, List<ObjectKey>> written = new LinkedHashMap<>();
    private final List<DfsPackDescription> pending = new ArrayList<>();

    PackDatabase(PackedRepository repository, PackRows rows, ObjectStore objects) {
        super(repository, readerOptions());
        this.repository = repository;
        this.rows = rows;
        this.objects = objects;
    }

    /**
     * Each clone has a reader of its own, so these are kept small. Whole objects from 16 MiB on are streamed, so that a
     * large file costs no heap.
     */
    private static DfsReaderOptions readerOptions() {
        return new DfsReaderOptions()
                .setStreamPackBufferSize(2 * MIB)
                .setDeltaBaseCacheLimit(6 * MIB)
                .setStreamFileThreshold(16 * MIB);
    }

    @Override
    public ObjectInserter newInserter() {
        return new PackInserter(this, repository);
    }

    /** Refs first: a pack list older than the refs would lack what they name (git-storage.md 5.11). */
    @Override
    protected List<DfsPackDescription> listPacks() throws IOException {
        repository.getRefDatabase().hasRefs();
        List<DfsPackDescription> packs = new ArrayList<>(pending);
        packs.addAll(rows.live(repository.key(), repository.getDescription()));
        return packs;
    }

    @Override
    protected DfsPackDescription newPack(PackSource source) {
        DfsPackDescription pack = new DfsPackDescription(
                repository.getDescription(), UUID.randomUUID().toString(), source);
        pack.setLastModified(System.currentTimeMillis());
        return pack;
    }

    @Override
    protected void commitPackImpl(Collection<DfsPackDescription> packs, Collection<DfsPackDescription> replaced) {
        if (replaced != null && !replaced.isEmpty()) {
            throw new UnsupportedOperationException("a request only adds packs");
        }
        pending.addAll(packs);
    }

    @Override
    protected void rollbackPack(Collection<DfsPackDescription> packs) {
        packs.forEach(pack -> deleteFiles(pack.getPackName()));
    }

    @Override
    protected ReadableChannel openFile(DfsPackDescription pack, PackExt extension) throws IOException {
        ObjectKey key = keyOf(pack, extension);
        StoredObject object = objects.find(key)
                .orElseThrow(() -> new FileNotFoundException("the object store does not hold " + key.path()));
        return new PackChannel(object, extension == PackExt.PACK ? 0 : INDEX_WHOLE_BYTES_MAX);
    }

    @Override
    protected PackOutput writeFile(DfsPackDescription pack, PackExt extension) throws IOException {
        ObjectKey key = keyOf(pack, extension);
        // The stream owns the upload from here on; git closes it, whatever happens.
        @SuppressWarnings("MustBeClosedChecker")
        ObjectUpload upload = objects.begin();
        written.computeIfAbsent(pack.getPackName(), _ -> new ArrayList<>()).add(key);
        return new PackOutput(upload, key);
    }

    @Override
    public Set<ObjectId> getShallowCommits() {
        return Set.of();
    }

    @Override
    public void setShallowCommits(Set<ObjectId> shallowCommits) {
        throw new UnsupportedOperationException("a repository of the hub is never shallow");
    }

    @Override
    public long getApproximateObjectCount() {
        long count = 0;
        try {
            for (var pack : getPacks()) {
                count += pack.getPackDescription().getObjectCount();
            }
        } catch (IOException unreadable) {
            return -1;
        }
        return count;
    }

    /** The packs that this request stored and nobody else sees yet. */
    List<DfsPackDescription> pending() {
        return List.copyOf(pending);
    }

    /**
     * Forgets that packs are pending, without deleting them: their rows are there now, or may be (a commit whose answer
     * was lost), in which case the sweep finds out.
     */
    void release() {
        pending.clear();
        written.clear();
    }

    /** Deletes what this request stored and no transaction made part of the repository. */
    void discard() {
        pending.clear();
        List.copyOf(written.keySet()).forEach(this::deleteFiles);
        clearCache();
    }

    private void deleteFiles(String pack) {
        pending.removeIf(description -> description.getPackName().equals(pack));
        List<ObjectKey> keys = written.remove(pack);
        for (ObjectKey key : keys == null ? List.<ObjectKey>of() : keys) {
            try {
                objects.delete(key);
            } catch (IOException e) {
                LOG.warn("could not delete {}, which nothing names; the sweep will", key.path(), e);
            }
        }
    }

    private ObjectKey keyOf(DfsPackDescription pack, PackExt extension) {
        return PackKeys.of(repository.key(), pack.getPackName(), extension.getExtension());
    }
}
