package granary.web.browse;

import granary.web.card.RenderedCard;
import java.util.List;

/**
 * A Markdown file, rendered.
 *
 * @param name such as {@code README.md}
 * @param html safe HTML; empty when the file was refused
 * @param lang language of the text, as its metadata says; empty when it does not
 * @param source where its text is
 * @param problem what is wrong with its metadata, for whoever may mend it; else empty
 */
record CardView(
        String name,
        String html,
        List<RenderedCard.OutlineEntry> outline,
        boolean refused,
        String lang,
        String source,
        String problem) {}
