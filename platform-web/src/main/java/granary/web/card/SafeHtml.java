package granary.web.card;

import java.util.regex.Pattern;
import org.owasp.html.HtmlPolicyBuilder;
import org.owasp.html.HtmlSanitizer;
import org.owasp.html.HtmlStreamRenderer;
import org.owasp.html.PolicyFactory;

/**
 * The allow-list that hostile HTML goes through. Everything not named here is dropped: styles, forms, frames, scripts,
 * event handlers, {@code hx-*} and {@code data-*} attributes, and ids that are not marked as the card's own.
 */
final class SafeHtml {
    static final String ID_PREFIX = "user-content-";

    private static final Pattern ID = Pattern.compile(ID_PREFIX + "[\\p{L}\\p{M}\\p{N}_.:-]{1,300}");
    private static final Pattern CODE_CLASS = Pattern.compile("language-[A-Za-z0-9_+#.-]{1,40}");
    private static final Pattern BOX_CLASS =
            Pattern.compile("tablebox|footnotes|alert alert-(?:note|tip|important|warning|caution)");
    private static final Pattern TEXT_CLASS = Pattern.compile("alert-title|image-away|footnote-ref|footnote-backref");
    private static final Pattern LENGTH = Pattern.compile("\\d{1,4}%?");
    private static final Pattern ALIGN = Pattern.compile("(?i)left|right|center|top|middle|bottom");
    private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*");

    private static final PolicyFactory POLICY = new HtmlPolicyBuilder()
            .allowElements("h1", "h2", "h3", "h4", "h5", "h6", "p", "div", "span", "br", "hr", "center", "section")
            .allowElements("ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "code", "kbd", "samp", "var")
            .allowElements("em", "strong", "i", "b", "u", "s", "del", "ins", "sub", "sup", "small", "mark", "abbr")
            .allowElements("cite", "q", "details", "summary", "figure", "figcaption", "ruby", "rt", "rp", "wbr")
            .allowElements("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "a", "img")
            .allowElements((name, attributes) -> attributes.contains("checkbox") ? name : null, "input")
            .allowWithoutAttributes("span")
            .allowUrlProtocols("http", "https", "mailto")
            .allowAttributes("href", "rel")
            .onElements("a")
            .allowAttributes("src", "alt", "loading")
            .onElements("img")
            .allowAttributes("width", "height")
            .matching(LENGTH)
            .onElements("img", "th", "td", "table")
            .allowAttributes("align")
            .matching(ALIGN)
            .onElements("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "img", "table", "tr", "th", "td")
            .allowAttributes("title")
            .onElements("a", "img", "abbr")
            .allowAttributes("id")
            .matching(ID)
            .globally()
            .allowAttributes("lang")
            .matching(LANGUAGE)
            .globally()
            .allowAttributes("dir")
            .matching(true, "ltr", "rtl", "auto")
            .globally()
            .allowAttributes("class")
            .matching(CODE_CLASS)
            .onElements("code")
            .allowAttributes("class")
            .matching(BOX_CLASS)
            .onElements("div", "section")
            .allowAttributes("class")
            .matching(TEXT_CLASS)
            .onElements("p", "a", "span", "sup")
            .allowAttributes("tabindex")
            .matching(true, "0")
            .onElements("div", "pre")
            .allowAttributes("colspan", "rowspan", "start")
            .matching(Pattern.compile("\\d{1,3}"))
            .onElements("th", "td", "ol")
            .allowAttributes("open")
            .onElements("details")
            .allowAttributes("type")
            .matching(true, "checkbox")
            .onElements("input")
            .allowAttributes("checked", "disabled")
            .onElements("input")
            .toFactory();

    private SafeHtml() {}

    /** What is harmless of {@code html}; links and pictures as {@code targets} says. */
    static String of(String html, LinkTarget targets) {
        var safe = new StringBuilder(html.length() + html.length() / 8);
        HtmlStreamRenderer renderer =
                HtmlStreamRenderer.create(safe, _ -> {}); // its complaints are about hostile names
        HtmlSanitizer.sanitize(html, POLICY.apply(renderer), next -> new LinkRewriter(next, targets));
        return safe.toString();
    }

    /** An id or fragment of a card in the form that cannot be taken for one of the page's. */
    static String prefixed(String id) {
        return id.startsWith(ID_PREFIX) ? id : ID_PREFIX + id;
    }
}
