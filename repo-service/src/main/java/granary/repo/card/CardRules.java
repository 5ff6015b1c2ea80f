package granary.repo.card;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a card must hold to, and should (hub-api.md §14): asked by validate-yaml, by commits and by pushes alike. */
public final class CardRules {
    private static final String NO_METADATA = "empty or missing yaml metadata in repo card";

    private CardRules() {}

    /** What is wrong with a card. With errors it is refused; warnings are only told. */
    public record Verdict(List<String> errors, List<String> warnings) {
        public boolean isRefused() {
            return !errors.isEmpty();
        }
    }

    public static Verdict check(Card card) {
        var errors = new ArrayList<String>();
        card.problem().ifPresent(problem -> errors.add(sentence(problem)));
        checkLicense(card, errors);
        checkModelIndex(card, errors);
        List<String> warnings = errors.isEmpty() && card.metadata().isEmpty() ? List.of(NO_METADATA) : List.of();
        return new Verdict(List.copyOf(errors), warnings);
    }

    private static String sentence(Card.Problem problem) {
        return problem.line() == 0
                ? "Invalid YAML metadata: " + problem.message()
                : "Invalid YAML metadata at line %d, column %d of README.md: %s"
                        .formatted(problem.line(), problem.column(), problem.message());
    }

    private static void checkLicense(Card card, List<String> errors) {
        Object license = card.metadata().get("license");
        if (license == null) {
            return;
        }
        List<String> ids = card.texts("license");
        boolean allText = license instanceof String || (license instanceof List<?> list && list.size() == ids.size());
        if (!allText || !Licenses.IDS.containsAll(ids)) {
            errors.add("\"license\" must be one of [%s]".formatted(String.join(", ", Licenses.IDS)));
        }
    }

    private static void checkModelIndex(Card card, List<String> errors) {
        Object index = card.metadata().get("model-index");
        if (index == null) {
            return;
        }
        if (!(index instanceof List<?> models)) {
            errors.add("\"model-index\" must be an array");
            return;
        }
        for (int i = 0; i < models.size(); i++) {
            if (!(models.get(i) instanceof Map<?, ?> model) || !(model.get("name") instanceof String)) {
                errors.add("\"model-index[%d].name\" is required".formatted(i));
            } else if (!(model.get("results") instanceof List<?>)) {
                errors.add("\"model-index[%d].results\" must be an array".formatted(i));
            }
        }
    }
}
