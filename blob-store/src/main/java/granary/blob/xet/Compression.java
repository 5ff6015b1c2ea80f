package granary.blob.xet;

/** How a chunk's bytes are packed (xet-protocol.md §4.3). */
public enum Compression {
    NONE(0),
    LZ4(1),
    BG4_LZ4(2);

    private final int code;

    Compression(int code) {
        this.code = code;
    }

    /** The number in a chunk header. */
    public int code() {
        return code;
    }

    static Compression of(int code) throws XetFormatException {
        return switch (code) {
            case 0 -> NONE;
            case 1 -> LZ4;
            case 2 -> BG4_LZ4;
            default -> throw new XetFormatException("unknown compression scheme " + code);
        };
    }
}
