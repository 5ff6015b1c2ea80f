package granary.contract;

import granary.blob.xet.XetHash;

/** Bytes that are sent for a xorb or a shard, and are none, or another one. */
final class XetLie {
    private final String name;
    private final XetHash hash;
    private final byte[] bytes;

    /** Bytes that are sent under the name of a xorb. */
    XetLie(String name, XetHash hash, byte[] bytes) {
        this.name = name;
        this.hash = hash;
        this.bytes = bytes.clone();
    }

    /** Bytes of a shard, which has no name. */
    XetLie(String name, byte[] bytes) {
        this(name, XetHash.ZERO, bytes);
    }

    XetHash hash() {
        return hash;
    }

    byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public String toString() {
        return name;
    }
}
