package granary.web.hub;

import granary.repo.RepoType;
import granary.repo.card.CardTags;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a model is, by its card or else by its files: library, task, tags. */
final class ModelTraits {
    /** How an architecture's name ends, and what it is for. */
    private static final Map<String, String> TASKS = Map.ofEntries(
            Map.entry("ForCausalLM", "text-generation"),
            Map.entry("LMHeadModel", "text-generation"),
            Map.entry("ForConditionalGeneration", "text2text-generation"),
            Map.entry("ForMaskedLM", "fill-mask"),
            Map.entry("ForSequenceClassification", "text-classification"),
            Map.entry("ForTokenClassification", "token-classification"),
            Map.entry("ForQuestionAnswering", "question-answering"),
            Map.entry("ForMultipleChoice", "multiple-choice"),
            Map.entry("ForImageClassification", "image-classification"),
            Map.entry("ForObjectDetection", "object-detection"),
            Map.entry("ForSemanticSegmentation", "image-segmentation"),
            Map.entry("ForSpeechSeq2Seq", "automatic-speech-recognition"),
            Map.entry("ForCTC", "automatic-speech-recognition"),
            Map.entry("ForAudioClassification", "audio-classification"));

    private final RepoFacts facts;

    ModelTraits(RepoFacts facts) {
        this.facts = facts;
    }

    private CardTags fromCard() throws IOException {
        return CardTags.of(facts.info().id().type(), facts.card(), facts.root().keySet());
    }

    Optional<String> library() throws IOException {
        return fromCard().library();
    }

    Optional<String> pipelineTag() throws IOException {
        Optional<String> told = facts.card().text("pipeline_tag");
        if (told.isPresent() || facts.info().id().type() != RepoType.MODEL) {
            return told;
        }
        return architectures().stream()
                .flatMap(architecture -> TASKS.entrySet().stream()
                        .filter(task -> architecture.endsWith(task.getKey()))
                        .map(Map.Entry::getValue))
                .findFirst();
    }

    List<String> architectures() throws IOException {
        var names = new ArrayList<String>();
        facts.config()
                .map(config -> config.path("architectures"))
                .ifPresent(list -> list.forEach(name -> name.asStringOpt().ifPresent(names::add)));
        return names;
    }

    Optional<String> modelType() throws IOException {
        return facts.config().flatMap(config -> config.path("model_type").asStringOpt());
    }

    /** Tags of the card, and what the files add to them. */
    Set<String> tags() throws IOException {
        var tags = new LinkedHashSet<String>(fromCard().tags());
        if (facts.info().id().type() == RepoType.MODEL) {
            modelType().ifPresent(tags::add);
            pipelineTag().ifPresent(tags::add);
            if (isChat()) {
                tags.add("conversational");
            }
        }
        return tags;
    }

    /** Clients of inference look for this before they send messages instead of text. */
    private boolean isChat() throws IOException {
        return facts.root().containsKey("chat_template.jinja")
                || facts.text("tokenizer_config.json")
                        .map(text -> text.contains("\"chat_template\""))
                        .orElse(false);
    }

    /** The part of {@code config.json} that clients want to know; empty when there is none. */
    Map<String, Object> config() throws IOException {
        var config = new LinkedHashMap<String, Object>();
        if (!architectures().isEmpty()) {
            config.put("architectures", architectures());
        }
        modelType().ifPresent(type -> config.put("model_type", type));
        return config;
    }
}
