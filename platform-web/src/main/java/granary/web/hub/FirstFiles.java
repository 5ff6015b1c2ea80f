package granary.web.hub;

import granary.repo.NewRepository.InitialFile;
import granary.repo.RepoId;
import granary.repo.RepoPath;
import granary.repo.RepoType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files that a new repository begins with (hub-api.md §4, §8.2). */
public final class FirstFiles {
    static final RepoPath CARD = new RepoPath("README.md");

    private static final RepoPath ATTRIBUTES = new RepoPath(".gitattributes");
    private static final String LFS = " filter=lfs diff=lfs merge=lfs -text\n";

    private static final List<String> WEIGHTS_AND_ARCHIVES = List.of(
            "*.7z",
            "*.arrow",
            "*.bin",
            "*.bz2",
            "*.ckpt",
            "*.ftz",
            "*.gguf",
            "*.gz",
            "*.h5",
            "*.joblib",
            "*.lfs.*",
            "*.mlmodel",
            "*.model",
            "*.msgpack",
            "*.npy",
            "*.npz",
            "*.onnx",
            "*.ot",
            "*.parquet",
            "*.pb",
            "*.pickle",
            "*.pkl",
            "*.pt",
            "*.pth",
            "*.rar",
            "*.safetensors",
            "saved_model/**/*",
            "*.tar.*",
            "*.tar",
            "*.tflite",
            "*.tgz",
            "*.wasm",
            "*.xz",
            "*.zip",
            "*.zst",
            "*tfevents*");

    private static final List<String> MEDIA = List.of(
            "*.lz4", "*.mds", "*.pcm", "*.sam", "*.raw", "*.aac", "*.flac", "*.mp3", "*.ogg", "*.wav", "*.bmp", "*.gif",
            "*.png", "*.tiff", "*.jpg", "*.jpeg", "*.webp", "*.mp4", "*.webm");

    private FirstFiles() {}

    /**
     * Files in the order they are committed; those in {@code given} win over ours. A code repository begins empty unless
     * files are given, as it is usually pushed from elsewhere.
     */
    public static List<InitialFile> of(
            RepoId id, Optional<String> license, Optional<String> sdk, List<InitialFile> given) {
        var files = new LinkedHashMap<RepoPath, InitialFile>();
        if (id.type() != RepoType.CODE) {
            files.put(ATTRIBUTES, new InitialFile(ATTRIBUTES, attributes(id.type())));
        }
        card(id, license, sdk).ifPresent(text -> files.put(CARD, new InitialFile(CARD, text)));
        given.forEach(file -> files.put(file.path(), file));
        return List.copyOf(files.values());
    }

    private static String attributes(RepoType type) {
        Stream<String> patterns = type == RepoType.DATASET
                ? Stream.concat(WEIGHTS_AND_ARCHIVES.stream(), MEDIA.stream())
                : WEIGHTS_AND_ARCHIVES.stream();
        return patterns.map(pattern -> pattern + LFS).collect(Collectors.joining());
    }

    private static Optional<String> card(RepoId id, Optional<String> license, Optional<String> sdk) {
        var fields = new LinkedHashMap<String, String>();
        sdk.ifPresent(name -> {
            fields.put("title", yamlText(id.name()));
            fields.put("emoji", "🏠");
            fields.put("colorFrom", "blue");
            fields.put("colorTo", "gray");
            fields.put("sdk", name);
            fields.put("pinned", "false");
        });
        license.ifPresent(name -> fields.put("license", name));
        if (fields.isEmpty()) {
            return Optional.empty();
        }
        var lines = new ArrayList<String>();
        lines.add("---");
        for (Map.Entry<String, String> field : fields.entrySet()) {
            lines.add(field.getKey() + ": " + field.getValue());
        }
        lines.add("---");
        return Optional.of(String.join("\n", lines) + "\n");
    }

    /** Quoted, as a name such as {@code 1.0} or {@code yes} would be read as something else. */
    private static String yamlText(String text) {
        return "'" + text + "'";
    }
}
