package granary.web.hub;

import granary.repo.RepoType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tags that a card's metadata amounts to (hub-api.md §14). */
final class CardTags {
    private static final int TAGS_MAX = 1000;

    /** Keys whose values become {@code key:value}. */
    private static final List<String> DATASET_KEYS = List.of(
            "task_categories",
            "task_ids",
            "size_categories",
            "multilinguality",
            "language_creators",
            "annotations_creators",
            "source_datasets");

    private CardTags() {}

    static Set<String> of(RepoType type, Map<String, Object> card) {
        var tags = new LinkedHashSet<String>();
        tags.addAll(texts(card.get("tags")));
        texts(card.get("language"))
                .forEach(language -> tags.add(type == RepoType.MODEL ? language : "language:" + language));
        prefixed(tags, "license:", card.get("license"));
        if (type == RepoType.DATASET) {
            DATASET_KEYS.forEach(key -> prefixed(tags, key + ":", card.get(key)));
        } else {
            prefixed(tags, "dataset:", card.get("datasets"));
        }
        baseModels(tags, card);
        if (card.get("model-index") != null) {
            tags.add("model-index");
        }
        tags.add("region:us");
        return tags.size() <= TAGS_MAX ? tags : new LinkedHashSet<>(new ArrayList<>(tags).subList(0, TAGS_MAX));
    }

    private static void baseModels(Set<String> tags, Map<String, Object> card) {
        List<String> relations = texts(card.get("base_model_relation"));
        for (String model : texts(card.get("base_model"))) {
            tags.add("base_model:" + model);
            relations.forEach(relation -> tags.add("base_model:%s:%s".formatted(relation, model)));
        }
    }

    private static void prefixed(Set<String> tags, String prefix, @Nullable Object value) {
        texts(value).forEach(text -> tags.add(prefix + text));
    }

    /** One text or a list of them; anything else says nothing. */
    static List<String> texts(@Nullable Object value) {
        return switch (value) {
            case null -> List.of();
            case Collection<?> many ->
                many.stream().flatMap(one -> texts(one).stream()).toList();
            case String text when !text.isBlank() -> List.of(text);
            case Number number -> List.of(number.toString());
            case Boolean flag -> List.of(flag.toString());
            default -> List.of();
        };
    }
}
