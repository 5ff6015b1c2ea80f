package granary.web.card;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.owasp.html.HtmlStreamEventReceiver;

/**
 * Stands before the policy and rewrites what the policy would only keep or drop: links and pictures, ids, and the boxes
 * that let wide tables scroll. Gets balanced tags.
 */
final class LinkRewriter implements HtmlStreamEventReceiver {
    private final HtmlStreamEventReceiver underlying;
    private final LinkTarget targets;
    private int linksOpen;

    LinkRewriter(HtmlStreamEventReceiver next, LinkTarget targets) {
        this.underlying = next;
        this.targets = targets;
    }

    @Override
    public void openDocument() {
        underlying.openDocument();
    }

    @Override
    public void closeDocument() {
        underlying.closeDocument();
    }

    @Override
    public void text(String text) {
        underlying.text(text);
    }

    @Override
    public void openTag(String element, List<String> attributes) {
        prefixIds(attributes);
        switch (element) {
            case "a" -> openLink(attributes);
            case "img" -> picture(attributes);
            case "table" -> {
                underlying.openTag("div", listOf("class", "tablebox", "tabindex", "0"));
                underlying.openTag(element, attributes);
            }
            case "pre" -> {
                attributes.addAll(List.of("tabindex", "0"));
                underlying.openTag(element, attributes);
            }
            case "input" -> {
                attributes.addAll(List.of("disabled", "disabled"));
                underlying.openTag(element, attributes);
            }
            default -> underlying.openTag(lowered(element), attributes);
        }
    }

    @Override
    public void closeTag(String element) {
        underlying.closeTag(lowered(element));
        if (element.equals("a")) {
            linksOpen--;
        } else if (element.equals("table")) {
            underlying.closeTag("div");
        }
    }

    /** The page around a card has the heading of the first level; those of the card come below it. */
    private static String lowered(String element) {
        return switch (element) {
            case "h1" -> "h2";
            case "h2" -> "h3";
            case "h3" -> "h4";
            case "h4" -> "h5";
            case "h5" -> "h6";
            default -> element;
        };
    }

    private void openLink(List<String> attributes) {
        linksOpen++;
        Optional<String> target = take(attributes, "href").flatMap(targets::ofLink);
        target.ifPresent(url -> {
            attributes.addAll(List.of("href", url));
            if (LinkTarget.leadsAway(url)) {
                attributes.addAll(List.of("rel", "nofollow noopener noreferrer"));
            }
        });
        underlying.openTag("a", attributes);
    }

    /** A picture from elsewhere becomes a link to it: fetching it would tell its server who reads this page. */
    private void picture(List<String> attributes) {
        String written = take(attributes, "src").orElse("");
        Optional<String> own = targets.ofPicture(written);
        if (own.isPresent()) {
            attributes.addAll(List.of("src", own.get(), "loading", "lazy"));
            underlying.openTag("img", attributes);
            return;
        }
        String address = written.strip().startsWith("//") ? "https:" + written.strip() : written.strip();
        String alternative = take(attributes, "alt").orElse("").strip();
        if (!LinkTarget.leadsAway(address)) {
            underlying.text(alternative);
            return;
        }
        boolean link = linksOpen == 0;
        underlying.openTag(
                link ? "a" : "span",
                link
                        ? listOf("class", "image-away", "href", address, "rel", "nofollow noopener noreferrer")
                        : listOf("class", "image-away"));
        underlying.text(alternative.isEmpty() ? host(address) : alternative + " (" + host(address) + ")");
        underlying.closeTag(link ? "a" : "span");
    }

    private static String host(String address) {
        try {
            return Optional.ofNullable(URI.create(address).getHost()).orElse(address);
        } catch (IllegalArgumentException _) {
            int end = address.indexOf('/', address.indexOf("//") + 2);
            return end < 0 ? address : address.substring(0, end);
        }
    }

    /** An id of the card could pass for one of the page's own, and shadow what scripts look for. */
    private static void prefixIds(List<String> attributes) {
        take(attributes, "name");
        take(attributes, "id").ifPresent(id -> attributes.addAll(List.of("id", SafeHtml.prefixed(id))));
    }

    private static Optional<String> take(List<String> attributes, String name) {
        Optional<String> found = Optional.empty();
        for (int i = attributes.size() - 2; i >= 0; i -= 2) {
            if (attributes.get(i).toLowerCase(Locale.ROOT).equals(name)) {
                found = Optional.of(attributes.get(i + 1));
                attributes.subList(i, i + 2).clear();
            }
        }
        return found;
    }

    private static List<String> listOf(String... attributes) {
        return new ArrayList<>(List.of(attributes));
    }
}
