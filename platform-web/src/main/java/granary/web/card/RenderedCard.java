package granary.web.card;

import java.util.List;

/** A card as a page shows it. */
public sealed interface RenderedCard {
    /**
     * Safe HTML.
     *
     * @param outline its headings of the first three levels, in order; empty when there are too few to need one
     */
    record Safe(String html, List<OutlineEntry> outline) implements RenderedCard {}

    /** A source that is too long, too deeply nested or takes too long; pages link to it instead. */
    record Refused() implements RenderedCard {}

    /** A heading; {@code anchor} is its id. */
    record OutlineEntry(int level, String anchor, String text) {}
}
