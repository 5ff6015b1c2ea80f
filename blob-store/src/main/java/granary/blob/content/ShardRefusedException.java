package granary.blob.content;

/** A shard that names what it may not, or claims what is not so. Nothing of it was kept. */
public final class ShardRefusedException extends RuntimeException {
    public ShardRefusedException(String message) {
        super(message);
    }
}
