package granary.web.card;

/** The YAML block that a card may begin with. Readers never see it. */
final class FrontMatter {
    private static final String FENCE = "---";

    private FrontMatter() {}

    /** The text behind the block; all of it when there is none. */
    static String strip(String source) {
        String text = source.startsWith("\uFEFF") ? source.substring(1) : source;
        int start = lineEnd(text, 0);
        if (!text.substring(0, start).stripTrailing().equals(FENCE)) {
            return text;
        }
        for (int line = next(text, start); line < text.length(); line = next(text, lineEnd(text, line))) {
            if (text.substring(line, lineEnd(text, line)).stripTrailing().equals(FENCE)) {
                return text.substring(next(text, lineEnd(text, line)));
            }
        }
        return text;
    }

    private static int lineEnd(String text, int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end;
    }

    private static int next(String text, int lineEnd) {
        return Math.min(text.length(), lineEnd + 1);
    }
}
