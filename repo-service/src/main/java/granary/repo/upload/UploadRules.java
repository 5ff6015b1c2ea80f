package granary.repo.upload;

import granary.repo.RepoPath;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.jgit.attributes.Attribute;
import org.eclipse.jgit.attributes.AttributesNode;
import org.eclipse.jgit.attributes.AttributesRule;
import org.eclipse.jgit.ignore.IgnoreNode;
import org.jspecify.annotations.Nullable;

/** What becomes of each file of an upload, by the repository's {@code .gitattributes} and {@code .gitignore} (hub-api.md §8.2). */
public final class UploadRules {
    /** The largest file that git itself keeps, in bytes. */
    public static final long GIT_FILE_BYTES_MAX = 10_000_000;

    private final List<AttributesRule> attributes;
    private final IgnoreNode ignore;

    private UploadRules(List<AttributesRule> attributes, IgnoreNode ignore) {
        this.attributes = attributes;
        this.ignore = ignore;
    }

    /** Reads the rules; either text may be empty. Lines that git would not understand are passed over, as git does. */
    public static UploadRules of(String gitAttributes, String gitIgnore) {
        var attributes = new AttributesNode();
        var ignore = new IgnoreNode();
        try {
            attributes.parse(new ByteArrayInputStream(gitAttributes.getBytes(StandardCharsets.UTF_8)));
            ignore.parse(".gitignore", new ByteArrayInputStream(gitIgnore.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory can be read", e);
        }
        return new UploadRules(attributes.getRules(), ignore);
    }

    /** Whether the file is to be left out. */
    public boolean isIgnored(RepoPath path) {
        for (RepoPath at = path; !at.isRoot(); at = at.parent()) {
            Boolean verdict = ignore.checkIgnored(at.text(), !at.equals(path));
            if (verdict != null) {
                return verdict;
            }
        }
        return false;
    }

    /**
     * Whether the file's bytes become content with a pointer in git: by attribute, when too large for git, or when they
     * don't look like text. Nothing points to no bytes: an empty file is git's.
     *
     * @param sample the first bytes of the file, some hundred
     */
    public boolean isLfs(RepoPath path, long size, byte[] sample) {
        return size > 0 && (size > GIT_FILE_BYTES_MAX || isLfsByAttribute(path) || isBinary(sample));
    }

    /** The last rule that says anything of {@code filter} decides. */
    private boolean isLfsByAttribute(RepoPath path) {
        boolean lfs = false;
        for (AttributesRule rule : attributes) {
            Attribute filter = filterOf(rule);
            if (filter != null && rule.isMatch(path.text(), false)) {
                lfs = "lfs".equals(filter.getValue());
            }
        }
        return lfs;
    }

    private static @Nullable Attribute filterOf(AttributesRule rule) {
        return rule.getAttributes().stream()
                .filter(attribute -> attribute.getKey().equals("filter"))
                .reduce((_, last) -> last)
                .orElse(null);
    }

    /** Text has no control characters but those of typewriters and terminals. */
    private static boolean isBinary(byte[] sample) {
        for (byte b : sample) {
            boolean control = b >= 0 && b < ' ';
            boolean usual = (b >= '\b' && b <= '\r') || b == 0x1b;
            if (control && !usual) {
                return true;
            }
        }
        return false;
    }
}
