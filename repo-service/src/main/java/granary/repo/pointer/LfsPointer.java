package granary.repo.pointer;

import granary.blob.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A git-lfs pointer, version 1: {@code size} is the content's, in bytes.
 *
 * @see <a href="https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md">git-lfs specification</a>
 */
public record LfsPointer(Sha256 sha256, long size) {
    /** No pointer is longer; a longer blob is never read to find out. */
    public static final int BYTES_MAX = 1024;

    private static final String VERSION = "https://git-lfs.github.com/spec/v1";
    private static final Set<String> VERSIONS =
            Set.of(VERSION, "https://hawser.github.com/spec/v1", "http://git-media.io/v/2");
    private static final Pattern SIZE = Pattern.compile("0|[1-9][0-9]{0,17}");
    private static final Pattern EXTENSION = Pattern.compile("ext-[0-9]-\\w+");

    public LfsPointer {
        if (size < 0) {
            throw new IllegalArgumentException("size is negative: " + size);
        }
    }

    /** The text exactly as git-lfs writes it. */
    public byte[] write() {
        return "version %s%noid sha256:%s%nsize %d%n"
                .replace("%n", "\n")
                .formatted(VERSION, sha256.hex(), size)
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** The pointer that a blob is; empty for every other blob. */
    public static Optional<LfsPointer> parse(byte[] blob) {
        if (blob.length > BYTES_MAX) {
            return Optional.empty();
        }
        String text = new String(blob, StandardCharsets.UTF_8);
        return text.startsWith("version ") ? parse(text.strip().split("\r?\n", -1)) : Optional.empty();
    }

    private static Optional<LfsPointer> parse(String[] lines) {
        if (!VERSIONS.contains(valueOf(lines[0], "version"))) {
            return Optional.empty();
        }
        String oid = "";
        String size = "";
        for (int i = 1; i < lines.length; i++) {
            String key = lines[i].substring(0, Math.max(0, lines[i].indexOf(' ')));
            switch (key) {
                case "oid" -> oid = valueOf(lines[i], key);
                case "size" -> size = valueOf(lines[i], key);
                default -> {
                    if (!EXTENSION.matcher(key).matches()) {
                        return Optional.empty();
                    }
                }
            }
        }
        return of(oid, size);
    }

    private static Optional<LfsPointer> of(String oid, String size) {
        if (!oid.startsWith("sha256:") || !SIZE.matcher(size).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new LfsPointer(new Sha256(oid.substring("sha256:".length())), Long.parseLong(size)));
        } catch (IllegalArgumentException notAHash) {
            return Optional.empty();
        }
    }

    private static String valueOf(String line, String key) {
        return line.startsWith(key + " ") ? line.substring(key.length() + 1) : "";
    }
}
