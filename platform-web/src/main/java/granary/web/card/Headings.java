package granary.web.card;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.commonmark.ext.heading.anchor.IdGenerator;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.renderer.html.AttributeProvider;

/** The headings of a document and the ids they get. */
final class Headings extends AbstractVisitor implements AttributeProvider {
    private static final int OUTLINE_LEVEL_MAX = 3;
    private static final int OUTLINE_MIN = 4;
    private static final int OUTLINE_MAX = 200;
    private static final int TEXT_MAX = 200;

    private final IdGenerator ids =
            IdGenerator.builder().prefix(SafeHtml.ID_PREFIX).build();
    private final IdentityHashMap<Node, String> idOf = new IdentityHashMap<>();
    private final List<RenderedCard.OutlineEntry> outline = new ArrayList<>();

    static Headings of(Node document) {
        var headings = new Headings();
        document.accept(headings);
        return headings;
    }

    @Override
    public void visit(Heading heading) {
        String text = textOf(heading);
        String id = ids.generateId(text);
        idOf.put(heading, id);
        if (heading.getLevel() <= OUTLINE_LEVEL_MAX && !text.isBlank() && outline.size() < OUTLINE_MAX) {
            outline.add(new RenderedCard.OutlineEntry(heading.getLevel(), id, text));
        }
    }

    /** Empty when the document is too short to need one. */
    List<RenderedCard.OutlineEntry> outline() {
        return outline.size() < OUTLINE_MIN ? List.of() : List.copyOf(outline);
    }

    @Override
    public void setAttributes(Node node, String tagName, Map<String, String> attributes) {
        String id = idOf.get(node);
        if (id != null) {
            attributes.put("id", id);
        }
    }

    private static String textOf(Heading heading) {
        var text = new StringBuilder();
        heading.accept(new AbstractVisitor() {
            @Override
            public void visit(Text part) {
                text.append(part.getLiteral());
            }

            @Override
            public void visit(Code part) {
                text.append(part.getLiteral());
            }
        });
        String whole = text.toString().strip();
        return whole.length() <= TEXT_MAX ? whole : whole.substring(0, whole.offsetByCodePoints(0, TEXT_MAX / 2));
    }
}
