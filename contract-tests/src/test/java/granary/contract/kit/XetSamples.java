package granary.contract.kit;

import granary.blob.xet.SplitMix;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Files that Xet treats differently: by size, by compression, by what they share. Other seeds share nothing. */
public final class XetSamples {
    private static final int MILLION = 1_000_000;
    private static final int FLOATS = 3 * MILLION;
    private static final int INSERTED_BYTES = 8192;

    private XetSamples() {}

    /** Writes all files into {@code folder}; the last is an edit of the one before it. */
    public static List<Path> write(Path folder, long seed) {
        byte[] floats = floats(seed);
        return List.of(
                write(folder, "tiny", "Hello, %d!!!!".formatted(seed).getBytes(StandardCharsets.US_ASCII)),
                write(folder, "noise", SplitMix.bytes(MILLION, seed)),
                write(folder, "constant", constant(seed)),
                write(folder, "bf16", halves(seed)),
                write(folder, "text", text(seed)),
                write(folder, "f32", floats),
                write(folder, "edited", inserted(floats, SplitMix.bytes(INSERTED_BYTES, seed + 1))));
    }

    /** The ending makes even the smallest one an LFS file. */
    private static Path write(Path folder, String name, byte[] bytes) {
        Path file = folder.resolve(name + ".bin");
        Folders.write(file, bytes);
        return file;
    }

    private static byte[] constant(long seed) {
        byte[] bytes = new byte[MILLION];
        Arrays.fill(bytes, (byte) (59 + seed));
        return bytes;
    }

    private static byte[] floats(long seed) {
        var random = new Random(seed);
        ByteBuffer bytes = ByteBuffer.allocate(FLOATS * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            bytes.putFloat((float) random.nextGaussian() * 0.02f);
        }
        return bytes.array();
    }

    /** Upper halves of floats, as most weights are. */
    private static byte[] halves(long seed) {
        var random = new Random(seed + 1);
        ByteBuffer bytes = ByteBuffer.allocate(2 * MILLION).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            bytes.putShort((short) (Float.floatToIntBits((float) random.nextGaussian() * 0.02f) >>> 16));
        }
        return bytes.array();
    }

    private static byte[] text(long seed) {
        var text = new StringBuilder();
        for (int line = 0; line < 20_000; line++) {
            text.append("line ").append(line).append(" of log ").append(seed).append(" with repeated repeated words\n");
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** The bytes with others put into their middle. */
    private static byte[] inserted(byte[] bytes, byte[] more) {
        int at = bytes.length / 2;
        return ByteBuffer.allocate(bytes.length + more.length)
                .put(bytes, 0, at)
                .put(more)
                .put(bytes, at, bytes.length - at)
                .array();
    }
}
