package granary.blob.s3;

import granary.blob.ObjectKey;
import granary.blob.StoredObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Makes objects of sent bytes: all at once, and only where there is none. S3 decides that itself (If-None-Match), as
 * several hubs may share a bucket.
 */
final class Keeper {
    /** An object that was in the way may be swept before it is looked at. */
    private static final int ROUNDS_MAX = 3;

    private final S3Requests requests;
    private final String prefix;

    Keeper(S3Requests requests, String prefix) {
        this.requests = requests;
        this.prefix = prefix;
    }

    String nameOf(ObjectKey key) {
        return prefix + key.path();
    }

    Optional<StoredObject> find(ObjectKey key) throws IOException {
        return requests.head(nameOf(key)).map(head -> object(key, head.size()));
    }

    private S3Object object(ObjectKey key, long size) {
        return new S3Object(key, size, nameOf(key), requests);
    }

    /** Stores a small object, or finds the one that is there. */
    StoredObject put(ObjectKey key, FilePart bytes) throws IOException {
        return unlessTaken(
                key,
                () -> {
                    requests.putIfAbsent(nameOf(key), bytes);
                    return object(key, bytes.length());
                },
                () -> {});
    }

    /** Sends bytes that nobody sees before {@link #complete}. */
    MultipartUpload send(ObjectKey key, Path file, long size) throws IOException {
        return MultipartUpload.send(requests, nameOf(key), file, size);
    }

    /** Makes an object of what was sent, or finds the one that is there and throws away what was sent. */
    StoredObject complete(ObjectKey key, MultipartUpload upload, long size) throws IOException {
        return unlessTaken(
                key,
                () -> {
                    upload.complete();
                    return verified(key, size);
                },
                upload::abort);
    }

    /** Some servers have answered that all is well before they were sure. The object is ours: no other was in the way. */
    private StoredObject verified(ObjectKey key, long size) throws IOException {
        StoredObject stored = find(key)
                .orElseThrow(() -> new IOException("S3 completed %s but does not hold it".formatted(key.path())));
        if (stored.size() != size) {
            requests.delete(nameOf(key));
            throw new IOException("S3 made %d bytes of the %d of %s".formatted(stored.size(), size, key.path()));
        }
        return stored;
    }

    /**
     * An upload that is unknown was completed by an earlier attempt whose answer was lost, or was removed as abandoned: only
     * the object itself can tell.
     */
    private StoredObject unlessTaken(ObjectKey key, Patience.Request<StoredObject> request, Runnable whenTaken)
            throws IOException {
        for (int round = 1; ; round++) {
            try {
                return request.send();
            } catch (S3Failure failure) {
                boolean perhapsThere = failure.isTaken() || failure.isNoSuchUpload();
                Optional<StoredObject> there = perhapsThere ? find(key) : Optional.empty();
                if (there.isPresent()) {
                    whenTaken.run();
                    return there.get();
                }
                if (!failure.isTaken() || round == ROUNDS_MAX) {
                    throw failure;
                }
            }
        }
    }
}
