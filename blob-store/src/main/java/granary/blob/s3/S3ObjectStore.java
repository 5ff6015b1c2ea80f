package granary.blob.s3;

import granary.blob.ObjectKey;
import granary.blob.ObjectStore;
import granary.blob.ObjectUpload;
import granary.blob.PresignedReads;
import granary.blob.StoredObject;
import io.minio.messages.Contents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Objects in a bucket, under their keys:
 *
 * <pre>
 * bucket/prefix/xorbs/ab/cd/abcd…
 * bucket/prefix/git/0b54…/7f21….pack
 * </pre>
 *
 * Any number of processes may share a bucket. Uploads wait in a folder of this process, and large ones as multipart uploads
 * of the bucket; docs/decisions/0006-s3.md says why.
 */
public final class S3ObjectStore implements ObjectStore {
    private final S3Requests requests;
    private final String prefix;
    private final Path uploads;
    private final Keeper keeper;
    private final AbandonedUploads abandoned;
    private final Optional<PresignedReads> presignedReads;

    S3ObjectStore(S3Settings settings, Path uploads, Patience patience) throws IOException {
        this.requests = new S3Requests(settings, patience);
        this.prefix = settings.prefix();
        this.uploads = Files.createDirectories(uploads);
        this.keeper = new Keeper(requests, prefix);
        this.abandoned = new AbandonedUploads(requests, prefix, uploads);
        this.presignedReads = settings.publicEndpoint()
                .map(server ->
                        new S3PresignedReads(requests.clientOf(server, settings), settings.bucket(), keeper::nameOf));
    }

    /**
     * Opens a bucket, once it has shown that it is there, takes writes and refuses to overwrite.
     *
     * @param uploads folder of this process alone, for bytes on their way in; what an earlier one left there is removed
     * @throws IOException when it cannot be used; the message is a sentence for whoever set it
     */
    public static S3ObjectStore open(S3Settings settings, Path uploads) throws IOException {
        var store = new S3ObjectStore(settings, uploads, Patience.USUAL);
        try {
            new BucketCheck(store.requests, settings).run(uploads);
            store.abandoned.removeFiles(Duration.ZERO);
            return store;
        } catch (IOException | RuntimeException e) {
            store.close();
            throw e;
        }
    }

    @Override
    public Optional<StoredObject> find(ObjectKey key) throws IOException {
        return keeper.find(key);
    }

    @Override
    public ObjectUpload begin() throws IOException {
        return new S3Upload(uploads.resolve(UUID.randomUUID() + ".tmp"), keeper);
    }

    @Override
    public void delete(ObjectKey key) throws IOException {
        requests.delete(keeper.nameOf(key));
    }

    @Override
    public void each(String keys, Visitor visitor) throws IOException {
        ObjectKey.requirePrefix(keys);
        String next = null;
        do {
            var page = requests.list(prefix + keys, next);
            for (Contents entry : page.contents()) {
                show(entry, visitor);
            }
            next = page.isTruncated() ? page.nextContinuationToken() : null;
        } while (next != null);
    }

    /** What others put into the bucket is no object of ours. */
    private void show(Contents entry, Visitor visitor) throws IOException {
        String path = entry.objectName().substring(prefix.length());
        if (ObjectKey.isKey(path)) {
            Instant storedAt = entry.lastModified().toInstant();
            visitor.visit(new ObjectKey(path), entry.size(), storedAt);
        }
    }

    @Override
    public void removeAbandoned(Duration olderThan) throws IOException {
        abandoned.removeFiles(olderThan);
        abandoned.giveUpMultiparts(olderThan);
    }

    @Override
    public Optional<PresignedReads> presignedReads() {
        return presignedReads;
    }

    @Override
    public void close() {
        requests.close();
    }
}
