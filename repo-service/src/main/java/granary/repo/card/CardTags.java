package granary.repo.card;

import granary.repo.RepoType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a card and the names of the files beside it say for search: tags, library and task (hub-api.md §14).
 *
 * @param tags in the order they are found, each once
 * @param library what loads the model, stated or inferred
 * @param pipelineTag what the model does, as stated
 */
public record CardTags(List<String> tags, Optional<String> library, Optional<String> pipelineTag) {
    private static final int TAGS_MAX = 500;
    private static final int ARXIV_MAX = 50;

    /** Keys of dataset cards whose values become {@code key:value}. */
    private static final List<String> DATASET_KEYS = List.of(
            "task_categories",
            "task_ids",
            "annotations_creators",
            "language_creators",
            "multilinguality",
            "source_datasets",
            "size_categories");

    private static final Pattern ARXIV = Pattern.compile("arxiv\\.org/(?:abs|pdf)/(\\d{4}\\.\\d{4,5})");

    /** Reads a card; {@code files} are the paths of the repository's top folder. */
    public static CardTags of(RepoType type, Card card, Collection<String> files) {
        SequencedSet<String> tags = new LinkedHashSet<>();
        Optional<String> library = type == RepoType.MODEL ? library(card, files) : Optional.empty();
        Optional<String> task = card.text("pipeline_tag");
        library.ifPresent(tags::add);
        if (type == RepoType.MODEL) {
            addFormats(files, tags);
        }
        tags.addAll(card.texts("tags"));
        addOrigins(type, card, tags);
        if (type == RepoType.DATASET) {
            DATASET_KEYS.forEach(key -> card.texts(key).forEach(value -> tags.add(key + ":" + value)));
        }
        if (card.metadata().containsKey("model-index")) {
            tags.add("model-index");
        }
        task.ifPresent(tags::add);
        tags.add("region:us");
        return new CardTags(tags.stream().limit(TAGS_MAX).toList(), library, task);
    }

    /** The library that is stated, else the one whose files are there. */
    private static Optional<String> library(Card card, Collection<String> files) {
        return card.text("library_name").or(() -> inferred(Set.copyOf(files)));
    }

    private static Optional<String> inferred(Set<String> files) {
        if (files.contains("model_index.json")) {
            return Optional.of("diffusers");
        }
        if (files.contains("adapter_config.json")) {
            return Optional.of("peft");
        }
        if (files.contains("config_sentence_transformers.json") || files.contains("modules.json")) {
            return Optional.of("sentence-transformers");
        }
        if (files.contains("config.json")) {
            return Optional.of("transformers");
        }
        return files.stream().anyMatch(file -> file.endsWith(".gguf")) ? Optional.of("gguf") : Optional.empty();
    }

    private static void addFormats(Collection<String> files, SequencedSet<String> tags) {
        addIfAny(files, ".safetensors", "safetensors", tags);
        addIfAny(files, ".gguf", "gguf", tags);
        addIfAny(files, ".onnx", "onnx", tags);
        addIfAny(files, "pytorch_model.bin", "pytorch", tags);
    }

    private static void addIfAny(Collection<String> files, String ending, String tag, SequencedSet<String> tags) {
        if (files.stream().anyMatch(file -> file.endsWith(ending))) {
            tags.add(tag);
        }
    }

    private static void addOrigins(RepoType type, Card card, SequencedSet<String> tags) {
        String languagePrefix = type == RepoType.DATASET ? "language:" : "";
        card.texts("language").forEach(language -> tags.add(languagePrefix + language));
        card.texts("license").forEach(license -> tags.add("license:" + license));
        card.texts("datasets").forEach(dataset -> tags.add("dataset:" + dataset));
        List<String> bases = card.texts("base_model");
        bases.forEach(base -> tags.add("base_model:" + base));
        card.text("base_model_relation")
                .ifPresent(relation -> bases.forEach(base -> tags.add("base_model:" + relation + ":" + base)));
        var found = new ArrayList<String>();
        var matcher = ARXIV.matcher(card.body());
        while (matcher.find() && found.size() < ARXIV_MAX) {
            found.add("arxiv:" + matcher.group(1));
        }
        tags.addAll(found);
    }
}
