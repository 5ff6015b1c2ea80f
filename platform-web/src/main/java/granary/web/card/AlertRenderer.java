package granary.web.card;

import java.util.Map;
import java.util.Set;
import org.commonmark.node.Node;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;
import org.commonmark.renderer.html.HtmlWriter;

/** Writes alerts as a box with a title. */
final class AlertRenderer implements NodeRenderer {
    private final HtmlNodeRendererContext context;
    private final HtmlWriter html;
    private final AlertWords words;

    AlertRenderer(HtmlNodeRendererContext context, AlertWords words) {
        this.context = context;
        this.html = context.getWriter();
        this.words = words;
    }

    @Override
    public Set<Class<? extends Node>> getNodeTypes() {
        return Set.of(Alert.class);
    }

    @Override
    public void render(Node node) {
        String kind = ((Alert) node).kind();
        html.line();
        html.tag("div", Map.of("class", "alert alert-" + kind));
        html.tag("p", Map.of("class", "alert-title"));
        html.text(words.title(kind));
        html.tag("/p");
        for (Node child = node.getFirstChild(); child != null; child = child.getNext()) {
            context.render(child);
        }
        html.tag("/div");
        html.line();
    }
}
