package granary.web.hub;

import granary.repo.RepoType;
import granary.repo.TreeEntry;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A field of a repository's information: the names that {@code expand} knows (hub-api.md §5). Some are known to clients
 * but unknown to us; they are accepted and left out of the answer.
 *
 * @param text as JSON and {@code expand} name it
 * @param types of the repositories that have it
 */
record InfoField(String text, Set<RepoType> types, Value value) {
    private static final Set<RepoType> EVERY = EnumSet.allOf(RepoType.class);
    private static final Set<RepoType> MODEL = EnumSet.of(RepoType.MODEL);
    private static final Set<RepoType> DATASET = EnumSet.of(RepoType.DATASET);
    private static final Set<RepoType> SPACE = EnumSet.of(RepoType.SPACE);
    private static final Set<RepoType> NOT_SPACE = EnumSet.complementOf(EnumSet.of(RepoType.SPACE));

    private static final List<InfoField> ALL = List.of(
            field("author", EVERY, facts -> facts.info().id().namespace()),
            field("baseModels", MODEL, InfoField::unknown),
            field("cardData", EVERY, facts -> emptyToNull(facts.card().metadata())),
            field("childrenModelCount", MODEL, InfoField::unknown),
            field("citation", DATASET, InfoField::unknown),
            field("config", MODEL, facts -> emptyToNull(new ModelTraits(facts).config())),
            field("createdAt", EVERY, facts -> HubFormat.date(facts.info().createdAt())),
            field("datasets", SPACE, facts -> facts.card().texts("datasets")),
            field("description", DATASET, InfoField::unknown),
            field("disabled", EVERY, _ -> false),
            field("discussionsDisabled", EVERY, InfoField::unknown),
            field("downloads", EVERY, _ -> 0),
            field("downloadsAllTime", NOT_SPACE, _ -> 0),
            field("evalResults", MODEL, InfoField::unknown),
            field("gated", NOT_SPACE, _ -> false),
            field("gguf", MODEL, InfoField::unknown),
            field("gitalyUid", EVERY, InfoField::unknown),
            field("inference", MODEL, InfoField::unknown),
            field("inferenceProviderMapping", MODEL, InfoField::unknown),
            field("lastModified", EVERY, facts -> HubFormat.date(facts.info().updatedAt())),
            field(
                    "library_name",
                    MODEL,
                    facts -> new ModelTraits(facts).library().orElse(null)),
            field("likes", EVERY, _ -> 0),
            field("mainSize", DATASET, InfoField::unknown),
            field("mask_token", MODEL, InfoField::unknown),
            field("model-index", MODEL, facts -> facts.card().metadata().get("model-index")),
            field("models", SPACE, facts -> facts.card().texts("models")),
            field("paperswithcode_id", DATASET, InfoField::unknown),
            field(
                    "pipeline_tag",
                    MODEL,
                    facts -> new ModelTraits(facts).pipelineTag().orElse(null)),
            field("private", EVERY, facts -> facts.info().isPrivate()),
            field("region", SPACE, InfoField::unknown),
            field("resourceGroup", EVERY, InfoField::unknown),
            field("runtime", SPACE, _ -> Map.of("stage", "NO_APP_FILE", "hardware", Map.of())),
            field("safetensors", MODEL, InfoField::unknown),
            field("sdk", SPACE, facts -> facts.card().text("sdk").orElse(null)),
            field("securityRepoStatus", MODEL, InfoField::unknown),
            field(
                    "sha",
                    EVERY,
                    facts -> facts.commit().map(commit -> commit.hex()).orElse(null)),
            field("shortDescription", SPACE, InfoField::unknown),
            field("siblings", EVERY, facts -> Sibling.names(facts).orElse(null)),
            field("spaces", MODEL, _ -> List.of()),
            field("subdomain", SPACE, InfoField::unknown),
            field("tags", EVERY, facts -> new ModelTraits(facts).tags()),
            field("transformersInfo", MODEL, InfoField::unknown),
            field("trendingScore", EVERY, _ -> 0),
            field("usedStorage", EVERY, facts -> storage(facts).orElse(null)),
            field("widgetData", MODEL, InfoField::unknown),
            field("xetEnabled", EVERY, _ -> true));

    private static InfoField field(String text, Set<RepoType> types, Value value) {
        return new InfoField(text, types, value);
    }

    /** Works the field out; null is left out of the answer. */
    interface Value {
        @Nullable
        Object of(RepoFacts facts) throws IOException;
    }

    static List<InfoField> allOf(RepoType type) {
        return ALL.stream().filter(field -> field.types.contains(type)).toList();
    }

    private static @Nullable Object unknown(RepoFacts facts) {
        return null;
    }

    private static @Nullable Object emptyToNull(Map<String, Object> map) {
        return map.isEmpty() ? null : map;
    }

    /** Bytes of the files at the commit; a file that occurs twice counts twice. */
    private static Optional<Long> storage(RepoFacts facts) throws IOException {
        return facts.files()
                .map(files -> files.stream().mapToLong(InfoField::sizeOf).sum());
    }

    private static long sizeOf(TreeEntry entry) {
        return switch (entry) {
            case TreeEntry.GitFile file -> file.size();
            case TreeEntry.LfsFile file -> file.size();
            case TreeEntry.Symlink link -> link.size();
            case TreeEntry.Folder _, TreeEntry.Submodule _ -> 0;
        };
    }
}
