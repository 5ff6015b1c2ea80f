package granary.web.transfer;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * How a file of users is labelled so that no browser runs it in our origin (security.md C2): a type by its name from a
 * short list, everything else bytes to save; whatever could be active is only ever saved.
 *
 * @param mediaType value of {@code Content-Type}
 * @param inline whether a browser may show it in place
 */
public record FileType(String mediaType, boolean inline) {
    private static final FileType TEXT = new FileType("text/plain; charset=utf-8", true);
    private static final FileType BYTES = new FileType("application/octet-stream", false);

    /** Shown in place: formats that cannot carry script. */
    private static final Map<String, String> MEDIA = Map.ofEntries(
            Map.entry("png", "image/png"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("jpeg", "image/jpeg"),
            Map.entry("gif", "image/gif"),
            Map.entry("webp", "image/webp"),
            Map.entry("avif", "image/avif"),
            Map.entry("bmp", "image/bmp"),
            Map.entry("mp3", "audio/mpeg"),
            Map.entry("wav", "audio/wav"),
            Map.entry("flac", "audio/flac"),
            Map.entry("ogg", "audio/ogg"),
            Map.entry("mp4", "video/mp4"),
            Map.entry("webm", "video/webm"));

    /** An image in a card may be drawn from it, but opened by itself it is a document with script: saved only. */
    private static final Map<String, String> SAVED = Map.of("svg", "image/svg+xml", "pdf", "application/pdf");

    private static final Set<String> PLAIN = Set.of(
            "txt",
            "md",
            "markdown",
            "json",
            "jsonl",
            "yaml",
            "yml",
            "toml",
            "csv",
            "tsv",
            "py",
            "java",
            "c",
            "h",
            "cpp",
            "hpp",
            "cc",
            "rs",
            "go",
            "sh",
            "ini",
            "cfg",
            "conf",
            "rst",
            "jinja",
            "gitattributes",
            "gitignore",
            "license",
            "lock",
            "log",
            "sql",
            "r",
            "jl",
            "lua",
            "kt",
            "ts",
            "ipynb");

    /** What a file is sent as, going by the end of its name. */
    public static FileType of(String name) {
        String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        String media = MEDIA.get(ending);
        if (media != null) {
            return new FileType(media, true);
        }
        String saved = SAVED.get(ending);
        if (saved != null) {
            return new FileType(saved, false);
        }
        return PLAIN.contains(ending) ? TEXT : BYTES;
    }

    /** A pointer or another small text that git keeps. */
    public static FileType text() {
        return TEXT;
    }
}
