package granary.blob.content;

import granary.blob.Sha256;

/** The bytes of one large file, as the store knows them. {@code size} is in bytes. */
public record Content(Sha256 sha256, long size) {
    public Content {
        if (size < 0) {
            throw new IllegalArgumentException("size is negative: " + size);
        }
    }
}
