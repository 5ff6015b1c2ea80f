package granary.blob.hash;

import org.apache.commons.codec.digest.Blake3;

/** BLAKE3-256 in keyed mode under one key. Holds no state between calls, so that all threads may share it. */
public final class KeyedBlake3 {
    public static final int HASH_BYTES = 32;
    private static final int KEY_BYTES = 32;

    private final byte[] key;

    public KeyedBlake3(byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("a BLAKE3 key has 32 bytes, not " + key.length);
        }
        this.key = key.clone();
    }

    /** The 32-byte hash of {@code length} bytes of {@code bytes} from {@code offset} on. */
    public byte[] hash(byte[] bytes, int offset, int length) {
        byte[] hash = new byte[HASH_BYTES];
        Blake3.initKeyedHash(key).update(bytes, offset, length).doFinalize(hash);
        return hash;
    }
}
