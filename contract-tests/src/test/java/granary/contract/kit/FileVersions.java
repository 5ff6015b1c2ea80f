package granary.contract.kit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.zip.Deflater;

/** A file and a later version of it, as people upload them one after the other. */
public enum FileVersions {
    /** Weights after some more steps of training: a third of the tensors changed, and a line of the header. */
    CHECKPOINT,
    /** Weights in fewer bits: the same vocabulary and embedding, other types and bytes of all that follows. */
    QUANTISED,
    /** A table with more rows: what was there stays, and the index at the end is written anew. */
    TABLE,
    /** The same weights under a longer header. */
    RETOUCHED;

    private static final int TENSORS = 12;
    private static final int TENSOR_BYTES = 2_000_000;
    private static final int ROW_GROUPS = 10;

    /** Writes both versions; other seeds share nothing with these. */
    public void write(Path first, Path second, long seed) {
        Folders.write(first, version(seed, false));
        Folders.write(second, version(seed, true));
    }

    private byte[] version(long seed, boolean later) {
        return switch (this) {
            case CHECKPOINT -> checkpoint(seed, later);
            case QUANTISED -> quantised(seed, later);
            case TABLE -> table(seed, later ? ROW_GROUPS + 2 : ROW_GROUPS);
            case RETOUCHED -> retouched(seed, later ? "{\"note\":\"the same weights, described\"}" : "{}");
        };
    }

    private static byte[] retouched(long seed, String note) {
        return safetensors(note, List.of(floats(seed, 12_000_000)));
    }

    private static byte[] checkpoint(long seed, boolean later) {
        var tensors = new ArrayList<byte[]>();
        for (int i = 0; i < TENSORS; i++) {
            boolean trained = later && i % 3 == 1;
            tensors.add(floats(seed + i + (trained ? 1000 : 0), TENSOR_BYTES));
        }
        return safetensors("{\"step\":\"%d\"}".formatted(later ? 20_000 : 10_000), tensors);
    }

    private static byte[] safetensors(String metadata, List<byte[]> tensors) {
        var header = new StringBuilder("{\"__metadata__\":").append(metadata);
        int at = 0;
        for (int i = 0; i < tensors.size(); i++) {
            int end = at + tensors.get(i).length;
            header.append(",\"layers.%d.weight\":{\"dtype\":\"F32\",\"shape\":[%d],\"data_offsets\":[%d,%d]}"
                    .formatted(i, (end - at) / Float.BYTES, at, end));
            at = end;
        }
        byte[] text = header.append('}').toString().getBytes(StandardCharsets.UTF_8);
        var file = new ByteArrayOutputStream();
        file.writeBytes(number(text.length));
        file.writeBytes(text);
        tensors.forEach(file::writeBytes);
        return file.toByteArray();
    }

    /** As trained weights are: around zero, most of them small. */
    private static byte[] floats(long seed, int bytes) {
        Random random = new Random(seed);
        ByteBuffer floats = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (floats.hasRemaining()) {
            floats.putFloat((float) (random.nextGaussian() * 0.02));
        }
        return floats.array();
    }

    private static byte[] quantised(long seed, boolean later) {
        var file = new ByteArrayOutputStream();
        file.writeBytes("GGUF".getBytes(StandardCharsets.US_ASCII));
        file.writeBytes(vocabulary(seed));
        file.writeBytes(Bytes.random(seed, 8_000_000));
        file.writeBytes((later ? "Q4_K" : "Q8_0").getBytes(StandardCharsets.US_ASCII));
        file.writeBytes(Bytes.random(seed + (later ? 2 : 1), later ? 4_500_000 : 8_500_000));
        return file.toByteArray();
    }

    private static byte[] vocabulary(long seed) {
        Random random = new Random(seed);
        var words = new TreeSet<String>();
        while (words.size() < 150_000) {
            words.add(Long.toString(random.nextLong(1L << 40), 36));
        }
        var text = new ByteArrayOutputStream();
        for (String word : words) {
            text.writeBytes(number(word.length()));
            text.writeBytes(word.getBytes(StandardCharsets.US_ASCII));
        }
        return text.toByteArray();
    }

    /** Row groups of packed columns, and behind them where each of them is: as Parquet does it. */
    private static byte[] table(long seed, int rowGroups) {
        var file = new ByteArrayOutputStream();
        var index = new ByteArrayOutputStream();
        for (int group = 0; group < rowGroups; group++) {
            for (int column = 0; column < 3; column++) {
                index.writeBytes(number(file.size()));
                file.writeBytes(packed(column(seed + 10L * group + column)));
            }
        }
        file.writeBytes(index.toByteArray());
        file.writeBytes(number(index.size()));
        return file.toByteArray();
    }

    private static byte[] column(long seed) {
        Random random = new Random(seed);
        var rows = new StringBuilder();
        for (int row = 0; row < 60_000; row++) {
            rows.append(random.nextInt(1 << 30)).append('\n');
        }
        return rows.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] packed(byte[] bytes) {
        try (var deflater = new Deflater()) {
            deflater.setInput(bytes);
            deflater.finish();
            var packed = new ByteArrayOutputStream();
            byte[] buffer = new byte[8192];
            while (!deflater.finished()) {
                packed.write(buffer, 0, deflater.deflate(buffer));
            }
            return packed.toByteArray();
        }
    }

    private static byte[] number(long value) {
        return ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
    }
}
