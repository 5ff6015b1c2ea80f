package granary.web.card;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.CustomBlock;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.parser.PostProcessor;

/** A block quote that begins with {@code [!NOTE]} or one of its four sisters, each alone on the first line. */
final class Alert extends CustomBlock {
    private static final Pattern MARK = Pattern.compile("\\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)]\\s*");

    private final String kind;

    private Alert(String kind) {
        this.kind = kind;
    }

    /** {@code note}, {@code tip}, {@code important}, {@code warning} or {@code caution}. */
    String kind() {
        return kind;
    }

    /** Replaces such quotes in a parsed document. */
    static final class Finder extends AbstractVisitor implements PostProcessor {
        @Override
        public Node process(Node document) {
            document.accept(this);
            return document;
        }

        @Override
        public void visit(BlockQuote quote) {
            visitChildren(quote);
            if (quote.getFirstChild() instanceof Paragraph first) {
                kind(first).ifPresent(kind -> replace(quote, first, kind));
            }
        }

        private static Optional<String> kind(Paragraph first) {
            if (!(first.getFirstChild() instanceof Text text)) {
                return Optional.empty();
            }
            boolean alone = text.getNext() == null || text.getNext() instanceof SoftLineBreak;
            Matcher mark = MARK.matcher(text.getLiteral());
            return alone && mark.matches() ? Optional.of(mark.group(1).toLowerCase(Locale.ROOT)) : Optional.empty();
        }

        private static void replace(BlockQuote quote, Paragraph first, String kind) {
            Node mark = first.getFirstChild();
            if (mark.getNext() != null) {
                mark.getNext().unlink();
            }
            mark.unlink();
            if (first.getFirstChild() == null) {
                first.unlink();
            }
            var alert = new Alert(kind);
            for (Node child = quote.getFirstChild(); child != null; child = quote.getFirstChild()) {
                alert.appendChild(child);
            }
            quote.insertBefore(alert);
            quote.unlink();
        }
    }
}
