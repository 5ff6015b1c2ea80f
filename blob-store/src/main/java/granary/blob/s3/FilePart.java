package granary.blob.s3;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/** Bytes of a file, to be sent. */
record FilePart(Path file, long offset, long length) {
    private static final int SLICE_BYTES = 128 * 1024;

    /**
     * What the server checks the bytes against.
     *
     * @param md5 in Base64, for {@code Content-MD5}
     * @param sha256 in hex, for the signature
     */
    record Checksums(String md5, String sha256) {}

    /** Reads the bytes once. SHA-256 costs as much again as MD5, so only on demand. */
    Checksums checksums(boolean withSha256) throws IOException {
        MessageDigest md5 = digest("MD5");
        MessageDigest sha256 = digest("SHA-256");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer slice = ByteBuffer.allocate((int) Math.min(SLICE_BYTES, length));
            for (long done = 0; done < length; done += slice.limit()) {
                slice.clear().limit((int) Math.min(slice.capacity(), length - done));
                fill(channel, slice, offset + done);
                md5.update(slice.array(), 0, slice.limit());
                if (withSha256) {
                    sha256.update(slice.array(), 0, slice.limit());
                }
            }
        }
        return new Checksums(
                Base64.getEncoder().encodeToString(md5.digest()), HexFormat.of().formatHex(sha256.digest()));
    }

    private void fill(FileChannel channel, ByteBuffer target, long from) throws IOException {
        while (target.hasRemaining()) {
            if (channel.read(target, from + target.position()) < 0) {
                throw new EOFException("%s ends before byte %d".formatted(file, from + target.limit()));
            }
        }
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has MD5 and SHA-256", e);
        }
    }
}
