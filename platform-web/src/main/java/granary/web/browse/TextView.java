package granary.web.browse;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text file's lines, a window at a time.
 *
 * @param lines total number of lines
 * @param charset how its bytes were read
 * @param hidden whether it has characters that show as nothing or turn the order of others around
 * @param escaped whether those are written out
 */
record TextView(List<Line> shown, int lines, String charset, boolean hidden, boolean escaped, int previous, int next) {
    static final int BYTES_MAX = 10 * 1024 * 1024;

    private static final int LINES_MAX = 20_000;
    private static final int CHARACTERS_MAX = 2_000_000;
    private static final Charset GB18030 = Charset.forName("GB18030");

    /** Bidirectional controls, zero-width characters, tags: what reviewers do not see. */
    private static final Pattern HIDDEN =
            Pattern.compile("[\\u00AD\\u061C\\u180E\\u200B-\\u200F\\u202A-\\u202E\\u2060-\\u2064\\u2066-\\u206F\\uFEFF"
                    + "\\x{E0000}-\\x{E007F}]");

    /** A line and its number, from 1. */
    record Line(int number, String text) {}

    /** The text of a file, and how it was read. */
    record Decoded(String text, String charset) {}

    /** Reads bytes as UTF-8, else as GB18030; empty for what is neither, or holds NUL. */
    static Optional<Decoded> decode(byte[] bytes) {
        for (byte b : bytes) {
            if (b == 0) {
                return Optional.empty();
            }
        }
        return decode(bytes, StandardCharsets.UTF_8).or(() -> decode(bytes, GB18030));
    }

    private static Optional<Decoded> decode(byte[] bytes, Charset charset) {
        try {
            CharBuffer text = charset.newDecoder().decode(ByteBuffer.wrap(bytes));
            return Optional.of(new Decoded(text.toString(), charset.name()));
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }

    /**
     * A window onto the text.
     *
     * @param from first line to show, from 1
     * @param escape whether hidden characters are written as their code points
     */
    static TextView of(Decoded decoded, int from, boolean escape) {
        String text = decoded.text().startsWith("\uFEFF") ? decoded.text().substring(1) : decoded.text();
        List<String> all = lines(text);
        int first = Math.clamp(from, 1, Math.max(1, all.size()));
        var shown = new ArrayList<Line>();
        int characters = 0;
        for (int i = first; i <= all.size() && shown.size() < LINES_MAX && characters < CHARACTERS_MAX; i++) {
            String line = all.get(i - 1);
            line = line.substring(0, Math.min(line.length(), CHARACTERS_MAX));
            shown.add(new Line(i, escape ? escaped(line) : line));
            characters += line.length() + 1;
        }
        int next = first + shown.size();
        return new TextView(
                List.copyOf(shown),
                all.size(),
                decoded.charset(),
                HIDDEN.matcher(text).find(),
                escape,
                first == 1 ? 0 : Math.max(1, first - LINES_MAX),
                next <= all.size() ? next : 0);
    }

    public int last() {
        return shown.isEmpty() ? 0 : shown.getLast().number();
    }

    private static List<String> lines(String text) {
        var lines = new ArrayList<String>();
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf('\n', start);
            int stop = end < 0 ? text.length() : end;
            boolean carriage = stop > start && text.charAt(stop - 1) == '\r';
            lines.add(text.substring(start, carriage ? stop - 1 : stop));
            start = stop + 1;
        }
        return lines;
    }

    private static String escaped(String line) {
        return HIDDEN.matcher(line)
                .replaceAll(match -> Matcher.quoteReplacement(
                        "⟦U+%04X⟧".formatted(match.group().codePointAt(0))));
    }
}
