package granary.web.hub;

import granary.repo.RepoType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

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

    /** A file of the root folder that gives a library away; the first that is there decides. */
    private static final Map<String, String> LIBRARIES = ordered(
            "model_index.json", "diffusers",
            "adapter_config.json", "peft",
            "config_sentence_transformers.json", "sentence-transformers",
            "sentence_bert_config.json", "sentence-transformers");

    private final RepoFacts facts;

    ModelTraits(RepoFacts facts) {
        this.facts = facts;
    }

    private static Map<String, String> ordered(String... pairs) {
        var map = new LinkedHashMap<String, String>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return map;
    }

    Optional<String> library() throws IOException {
        Optional<String> told =
                CardTags.texts(facts.card().get("library_name")).stream().findFirst();
        if (told.isPresent() || facts.info().id().type() != RepoType.MODEL) {
            return told;
        }
        for (Map.Entry<String, String> library : LIBRARIES.entrySet()) {
            if (facts.root().containsKey(library.getKey())) {
                return Optional.of(library.getValue());
            }
        }
        boolean transformers = facts.config()
                .map(config -> config.has("architectures") || config.has("model_type"))
                .orElse(false);
        return transformers
                ? Optional.of("transformers")
                : fileKinds().stream().filter("gguf"::equals).findFirst();
    }

    Optional<String> pipelineTag() throws IOException {
        Optional<String> told =
                CardTags.texts(facts.card().get("pipeline_tag")).stream().findFirst();
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
        RepoType type = facts.info().id().type();
        Set<String> fromCard = CardTags.of(type, facts.card());
        if (type != RepoType.MODEL) {
            return fromCard;
        }
        var tags = new LinkedHashSet<String>();
        library().ifPresent(tags::add);
        tags.addAll(fileKinds());
        modelType().ifPresent(tags::add);
        pipelineTag().ifPresent(tags::add);
        tags.addAll(fromCard);
        if (isChat()) {
            tags.add("conversational");
        }
        return tags;
    }

    private Set<String> fileKinds() throws IOException {
        var kinds = new LinkedHashSet<String>();
        for (String name : facts.root().keySet()) {
            if (name.endsWith(".safetensors")) {
                kinds.add("safetensors");
            } else if (name.endsWith(".gguf")) {
                kinds.add("gguf");
            } else if (name.endsWith(".onnx")) {
                kinds.add("onnx");
            } else if (name.startsWith("pytorch_model") && name.endsWith(".bin")) {
                kinds.add("pytorch");
            }
        }
        return kinds;
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

    /** A value of {@code config.json}; absent when there is no such file or value. */
    Optional<JsonNode> configValue(String name) throws IOException {
        return facts.config().map(config -> config.path(name)).filter(value -> !value.isMissingNode());
    }
}
