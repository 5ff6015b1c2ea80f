package granary.web.browse;

import granary.repo.RepoId;
import granary.repo.RepoType;
import granary.repo.card.Card;
import granary.web.ui.RepoLinks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a card's metadata says, as pills under the title and facts beside the card. A missing fact is left out. */
final class Metadata {
    private static final int PILLS_MAX = 12;
    private static final int TEXT_MAX = 80;
    private static final int LINKS_MAX = 8;

    private Metadata() {}

    /** A pill; {@code icon} may be empty. */
    record Pill(String icon, String text) {}

    /** Other repositories that the card names; {@code word} is the message of how they belong together. */
    record Relation(String word, List<Link> links) {}

    /** {@code href} is empty for what is no repository's name. */
    record Link(String text, String href) {}

    static List<Pill> pills(Card card) {
        var pills = new ArrayList<Pill>();
        Stream.of("pipeline_tag", "task_categories", "library_name")
                .flatMap(key -> card.texts(key).stream())
                .forEach(text -> pills.add(new Pill("", text)));
        card.texts("license").forEach(text -> pills.add(new Pill("", text)));
        List<String> languages = card.texts("language");
        if (!languages.isEmpty()) {
            String first = String.join(" ", languages.stream().limit(3).toList());
            pills.add(new Pill("globe", languages.size() > 3 ? first + " +" + (languages.size() - 3) : first));
        }
        card.texts("tags").forEach(text -> pills.add(new Pill("tag", text)));
        return pills.stream()
                .filter(pill -> !pill.text().isBlank() && pill.text().length() <= TEXT_MAX)
                .distinct()
                .limit(PILLS_MAX)
                .toList();
    }

    static List<Relation> relations(Card card) {
        return Stream.of(
                        relation("relation.base", card.texts("base_model"), RepoType.MODEL),
                        relation("relation.datasets", card.texts("datasets"), RepoType.DATASET))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Relation> relation(String word, List<String> names, RepoType type) {
        List<Link> links = names.stream()
                .filter(name -> name.length() <= TEXT_MAX)
                .limit(LINKS_MAX)
                .map(name -> new Link(name, href(name, type)))
                .toList();
        return links.isEmpty() ? Optional.empty() : Optional.of(new Relation(word, links));
    }

    private static String href(String name, RepoType type) {
        int slash = name.indexOf('/');
        try {
            return new RepoLinks(new RepoId(type, name.substring(0, Math.max(0, slash)), name.substring(slash + 1)))
                    .home();
        } catch (IllegalArgumentException _) {
            return "";
        }
    }
}
