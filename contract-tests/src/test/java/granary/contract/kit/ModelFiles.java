package granary.contract.kit;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Small model files that are right to the byte, and a way to edit the metadata of a real one. */
public final class ModelFiles {
    private static final int GGUF_ALIGNMENT = 32;
    private static final int GGUF_STRING = 8;
    private static final int GGUF_KEYS_AT = 24;

    private ModelFiles() {}

    /** A safetensors file with one tensor {@code weight} of {@code floats} random floats. */
    public static byte[] safetensors(long seed, int floats) {
        byte[] data = Bytes.random(seed, floats * Float.BYTES);
        byte[] header = "{\"weight\":{\"dtype\":\"F32\",\"shape\":[%d],\"data_offsets\":[0,%d]}}"
                .formatted(floats, data.length)
                .getBytes(StandardCharsets.UTF_8);
        return littleEndian(Long.BYTES + header.length + data.length)
                .putLong(header.length)
                .put(header)
                .put(data)
                .array();
    }

    /** A GGUF file, version 3, with a name and one tensor {@code weight} of {@code floats} random floats. */
    public static byte[] gguf(long seed, int floats) {
        var head = new ByteArrayOutputStream();
        head.writeBytes("GGUF".getBytes(StandardCharsets.US_ASCII));
        head.writeBytes(littleEndian(20).putInt(3).putLong(1).putLong(1).array());
        head.writeBytes(ggufEntry("general.architecture", "llama"));
        head.writeBytes(ggufString("weight"));
        head.writeBytes(littleEndian(4 + 8 + 4 + 8)
                .putInt(1)
                .putLong(floats)
                .putInt(0)
                .putLong(0)
                .array());
        head.writeBytes(new byte[-head.size() & (GGUF_ALIGNMENT - 1)]);
        head.writeBytes(Bytes.random(seed, floats * Float.BYTES));
        return head.toByteArray();
    }

    /**
     * Copies a GGUF file with one more metadata entry in front, {@code size} bytes long in all. A multiple of the
     * alignment keeps the tensors where their offsets say.
     */
    public static void insertIntoGgufMetadata(Path from, Path to, int size) {
        if (size % GGUF_ALIGNMENT != 0) {
            throw new IllegalArgumentException("not a multiple of %d: %d".formatted(GGUF_ALIGNMENT, size));
        }
        String key = "granary.note";
        int empty = ggufEntry(key, "").length;
        byte[] entry = ggufEntry(key, new String(asciiNoise(size - empty), StandardCharsets.US_ASCII));
        try (var in = new DataInputStream(Files.newInputStream(from));
                var out = Files.newOutputStream(to)) {
            byte[] start = in.readNBytes(GGUF_KEYS_AT);
            ByteBuffer header = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN);
            header.putLong(16, header.getLong(16) + 1);
            out.write(start);
            out.write(entry);
            in.transferTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] asciiNoise(int size) {
        byte[] noise = Bytes.random(4, size);
        for (int i = 0; i < size; i++) {
            noise[i] = (byte) ('!' + Math.floorMod(noise[i], 90));
        }
        return noise;
    }

    private static byte[] ggufEntry(String key, String value) {
        var entry = new ByteArrayOutputStream();
        entry.writeBytes(ggufString(key));
        entry.writeBytes(littleEndian(Integer.BYTES).putInt(GGUF_STRING).array());
        entry.writeBytes(ggufString(value));
        return entry.toByteArray();
    }

    private static byte[] ggufString(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return littleEndian(Long.BYTES + bytes.length)
                .putLong(bytes.length)
                .put(bytes)
                .array();
    }

    private static ByteBuffer littleEndian(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Makes a folder that {@code AutoConfig} and {@code AutoTokenizer} load: the libraries themselves write it, from
     * nothing, with the environment that holds transformers.
     */
    public static void writeSmallModel(PythonClient.Session python, Path folder) {
        python.run("""
                import sys
                from tokenizers import Tokenizer, models, pre_tokenizers, decoders, trainers
                from transformers import LlamaConfig, PreTrainedTokenizerFast

                folder = sys.argv[1]
                tokenizer = Tokenizer(models.BPE())
                tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
                tokenizer.decoder = decoders.ByteLevel()
                trainer = trainers.BpeTrainer(
                    vocab_size=400, special_tokens=["<s>", "</s>"], initial_alphabet=pre_tokenizers.ByteLevel.alphabet())
                tokenizer.train_from_iterator(["a granary keeps grain", "the hub keeps models and weights"], trainer)
                PreTrainedTokenizerFast(
                    tokenizer_object=tokenizer, bos_token="<s>", eos_token="</s>").save_pretrained(folder)
                LlamaConfig(
                    vocab_size=tokenizer.get_vocab_size(), hidden_size=32, intermediate_size=64,
                    num_hidden_layers=2, num_attention_heads=4, architectures=["LlamaForCausalLM"]
                ).save_pretrained(folder)
                """, folder.toString());
    }
}
