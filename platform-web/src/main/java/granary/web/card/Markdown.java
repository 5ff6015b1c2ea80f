package granary.web.card;

import java.util.ArrayDeque;
import java.util.List;
import org.commonmark.Extension;
import org.commonmark.ext.autolink.AutolinkExtension;
import org.commonmark.ext.footnotes.FootnotesExtension;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.task.list.items.TaskListItemsExtension;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/** GitHub's Markdown to HTML. What comes out is as hostile as what went in: see {@link SafeHtml}. */
final class Markdown {
    /** Deeper than any person nests; parsing and drawing recurse this far. */
    private static final int DEPTH_MAX = 100;

    /** Opening brackets that link nothing take time by their square. */
    private static final int BRACKETS_MAX = 20_000;

    /** Every row of a table is filled up to its number of columns, so few bytes can make many cells. */
    private static final int CELLS_MAX = 500_000;

    private static final List<Extension> EXTENSIONS = List.of(
            AutolinkExtension.create(),
            FootnotesExtension.create(),
            StrikethroughExtension.create(),
            TablesExtension.create(),
            TaskListItemsExtension.create());

    private static final Parser PARSER = Parser.builder()
            .extensions(EXTENSIONS)
            .maxOpenBlockParsers(DEPTH_MAX)
            .postProcessor(new Alert.Finder())
            .build();

    private Markdown() {}

    /** HTML and headings of a source. */
    record Drawn(String html, Headings headings) {}

    /** Throws {@link TooComplexException} for what no person writes: it would take memory or time without end. */
    static Drawn draw(String source, AlertWords words) {
        Node document = parse(source);
        Headings headings = Headings.of(document);
        String html = HtmlRenderer.builder()
                .extensions(EXTENSIONS)
                .attributeProviderFactory(_ -> headings)
                .nodeRendererFactory(context -> new AlertRenderer(context, words))
                .build()
                .render(document);
        return new Drawn(html, headings);
    }

    private static Node parse(String source) {
        if (source.chars().filter(c -> c == '[').count() > BRACKETS_MAX || cells(source) > CELLS_MAX) {
            throw new TooComplexException();
        }
        try {
            Node document = PARSER.parse(source);
            requireShallow(document);
            return document;
        } catch (StackOverflowError _) {
            throw new TooComplexException(); // post-processors of extensions recurse through emphasis, whatever its
            // depth
        }
    }

    /** The most cells that tables of this source can have: columns of its widest delimiter row times lines. */
    private static long cells(String source) {
        String[] lines = source.split("\n", -1);
        long columns = 0;
        for (String line : lines) {
            if (line.indexOf('-') >= 0 && line.chars().allMatch(c -> "|:->+* \t\r".indexOf(c) >= 0)) {
                columns = Math.max(columns, line.chars().filter(c -> c == '|').count());
            }
        }
        return columns * lines.length;
    }

    private static void requireShallow(Node document) {
        record Level(Node node, int depth) {}
        var open = new ArrayDeque<Level>();
        open.push(new Level(document, 0));
        while (!open.isEmpty()) {
            Level level = open.pop();
            if (level.depth() > DEPTH_MAX) {
                throw new TooComplexException();
            }
            for (Node child = level.node().getFirstChild(); child != null; child = child.getNext()) {
                open.push(new Level(child, level.depth() + 1));
            }
        }
    }

    /** The source is more than any person writes. */
    static final class TooComplexException extends RuntimeException {}
}
