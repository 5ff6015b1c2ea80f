package granary.web.browse;

import granary.repo.RepoPath;
import granary.repo.TreeEntry;
import granary.repo.card.Card;
import granary.web.card.Cards;
import granary.web.card.Place;
import granary.web.card.RenderedCard;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds and renders README files. */
final class Readmes {
    private static final int BYTES_MAX = Cards.SOURCE_MAX * 4;
    private static final List<String> NAMES = List.of("README.md", "readme.md", "Readme.md");

    private final Cards cards;

    Readmes(Cards cards) {
        this.cards = cards;
    }

    /** A README as it was found: where it lies, and its text taken apart. */
    record Readme(RepoPath path, String text, Card card) {}

    /** The README of a folder, unless it has none that git itself keeps. */
    Optional<Readme> find(View view, RepoPath folder) throws IOException {
        for (String name : NAMES) {
            RepoPath path = RepoPath.of(folder.isRoot() ? name : folder.text() + "/" + name);
            Optional<TreeEntry> entry = view.repository().find(view.commit(), path);
            if (entry.isPresent() && entry.get() instanceof TreeEntry.GitFile file) {
                String text = read(view, file);
                return Optional.of(new Readme(path, text, Card.parse(text)));
            }
        }
        return Optional.empty();
    }

    private static String read(View view, TreeEntry.GitFile file) throws IOException {
        try (InputStream in = view.repository().open(file.oid())) {
            return new String(in.readNBytes(BYTES_MAX), StandardCharsets.UTF_8);
        }
    }

    /** Renders a README; {@code tellProblems} for those who can mend its metadata. */
    CardView render(View view, Readme readme, boolean tellProblems, Locale locale) {
        String source = view.links().blob(view.revision(), readme.path()) + "?view=source";
        String problem =
                tellProblems ? readme.card().problem().map(Readmes::sentence).orElse("") : "";
        String lang = language(readme.card());
        var place = new Place(view.links(), view.revision(), readme.path());
        return switch (cards.render(readme.text(), place, locale)) {
            case RenderedCard.Safe(String html, List<RenderedCard.OutlineEntry> outline) ->
                new CardView(readme.path().name(), html, outline, false, lang, source, problem);
            case RenderedCard.Refused() ->
                new CardView(readme.path().name(), "", List.of(), true, lang, source, problem);
        };
    }

    private static String sentence(Card.Problem problem) {
        return problem.line() > 0
                ? "%d:%d %s".formatted(problem.line(), problem.column(), problem.message())
                : problem.message();
    }

    /** The one language that the metadata states; with several nobody knows which the text itself is in. */
    private static String language(Card card) {
        List<String> languages = card.texts("language");
        return languages.size() == 1 && languages.getFirst().matches("[A-Za-z]{2,3}(?:-[A-Za-z]{2,8})?")
                ? languages.getFirst()
                : "";
    }
}
