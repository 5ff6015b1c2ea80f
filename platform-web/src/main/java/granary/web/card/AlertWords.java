package granary.web.card;

import java.util.Map;

/** Titles of alerts in the reader's language, by kind: {@code note}, {@code tip}, … */
record AlertWords(Map<String, String> titles) {
    String title(String kind) {
        return titles.getOrDefault(kind, kind);
    }
}
