package granary.repo.card;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A card: README.md taken apart.
 *
 * @param metadata the front matter as JSON would hold it (text, numbers, booleans, lists, maps with text keys); empty when
 *     there is none or it cannot be read
 * @param hasFrontMatter whether there is a block between {@code ---} lines at all
 * @param body the text behind it
 * @param problem why the front matter could not be read
 */
public record Card(Map<String, Object> metadata, boolean hasFrontMatter, String body, Optional<Problem> problem) {
    /** How much of a README.md is read as a card, in characters; a longer one has no metadata. */
    public static final int CHARACTERS_MAX = 4 << 20;

    /** Blank lines before it and CRLF are tolerated, as Hub clients do (hub-api.md §14). */
    private static final Pattern FRONT_MATTER = Pattern.compile(
            "\\A\\uFEFF?(?:[ \\t]*\\r?\\n)*---[ \\t]*\\r?\\n(.*?)(?:(?<=\\n)---[ \\t]*(?:\\r?\\n|\\z))",
            Pattern.DOTALL);

    private static final Pattern BLOCK_START = Pattern.compile("\\A\\uFEFF?(?:[ \\t]*\\r?\\n)*---[ \\t]*\\r?\\n");

    /** What is wrong, and where in the file: line and column from 1, or 0 when it has no place. */
    public record Problem(int line, int column, String message) {}

    /** Reads the text of a README.md. Never throws: what cannot be read is said in {@link #problem}. */
    public static Card parse(String text) {
        if (text.length() > CHARACTERS_MAX) {
            var problem = new Problem(0, 0, "the card is longer than %d characters".formatted(CHARACTERS_MAX));
            return new Card(Map.of(), false, "", Optional.of(problem));
        }
        if (!BLOCK_START.matcher(text).find()) {
            return new Card(Map.of(), false, text, Optional.empty());
        }
        Matcher block = FRONT_MATTER.matcher(text);
        if (!block.find()) {
            return new Card(Map.of(), false, text, Optional.empty());
        }
        String body = text.substring(block.end());
        int linesBefore = (int)
                text.substring(0, block.start(1)).chars().filter(c -> c == '\n').count();
        return switch (CardYaml.read(block.group(1), linesBefore)) {
            case CardYaml.Result.Read(var metadata) -> new Card(metadata, true, body, Optional.empty());
            case CardYaml.Result.Unreadable(var problem) -> new Card(Map.of(), true, body, Optional.of(problem));
        };
    }

    /** A value that is text. */
    public Optional<String> text(String key) {
        return metadata.get(key) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /** A value that is text or a list of texts, as a list. */
    public List<String> texts(String key) {
        return switch (metadata.get(key)) {
            case String text -> List.of(text);
            case List<?> list ->
                list.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toList();
            case null, default -> List.of();
        };
    }
}
