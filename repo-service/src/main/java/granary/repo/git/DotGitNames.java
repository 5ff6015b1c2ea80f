package granary.repo.git;

import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Knows the names that some file system takes for {@code .git} or {@code .gitmodules}: NTFS drops what follows a colon
 * and dots and spaces at the end, and has short names; HFS+ ignores some characters; both ignore case. Names that are
 * merely awkward there ({@code aux}, {@code a:b}, twins by case) are legal.
 */
final class DotGitNames {
    /** What HFS+ leaves out when it compares names. */
    private static final Pattern IGNORED_BY_HFS =
            Pattern.compile("[\\u200c-\\u200f\\u202a-\\u202e\\u206a-\\u206f\\ufeff]");

    private static final Pattern IGNORED_AT_END_BY_NTFS = Pattern.compile("(?::.*|[. ]+)+$", Pattern.DOTALL);
    private static final Pattern SHORT_GITMODULES = Pattern.compile("gitmod~[1-9][0-9]*|gi7eb[0-9a-f]*~[1-9][0-9]*");

    private DotGitNames() {}

    /** On some systems the name, or a part of it behind a backslash, is {@code .git}. */
    static boolean isDotGit(String name) {
        return variants(name).anyMatch(variant -> variant.equals(".git") || variant.equals("git~1"));
    }

    static boolean isGitmodules(String name) {
        return variants(name)
                .anyMatch(variant -> variant.equals(".gitmodules")
                        || SHORT_GITMODULES.matcher(variant).matches());
    }

    private static Stream<String> variants(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        String hfs = IGNORED_BY_HFS.matcher(lower).replaceAll("");
        Stream<String> ntfs = Stream.of(lower.split("\\\\", -1))
                .map(part -> IGNORED_AT_END_BY_NTFS.matcher(part).replaceAll(""));
        return Stream.concat(Stream.of(hfs), ntfs);
    }
}
