package granary.web.hub;

import granary.repo.CommitId;
import granary.repo.LimitException;
import granary.repo.RepoPath;
import granary.repo.Repository;
import granary.repo.RepositoryInfo;
import granary.repo.TreeEntry;
import granary.repo.TreePage;
import granary.repo.card.Card;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is known of a repository at a commit, worked out when first asked for and kept for the rest of the request. */
final class RepoFacts {
    /** Clients take lists up to 50,000 files for complete (huggingface_hub 0.x) and ask for the tree beyond. */
    private static final int FILES_MAX = 60_000;

    private static final int PAGE = 1000;
    private static final int TEXT_BYTES_MAX = 1024 * 1024;

    private final Repository repository;
    private final Optional<CommitId> commit;
    private final JsonMapper json;

    private final Once<Map<String, TreeEntry>> root = new Once<>(this::listRoot);
    private final Once<Optional<List<TreeEntry>>> files = new Once<>(this::listFiles);
    private final Once<Card> card = new Once<>(this::readCard);
    private final Once<Optional<JsonNode>> config = new Once<>(this::readConfig);

    /** {@code commit} is empty for a repository without commits. */
    RepoFacts(Repository repository, Optional<CommitId> commit, JsonMapper json) {
        this.repository = repository;
        this.commit = commit;
        this.json = json;
    }

    RepositoryInfo info() {
        return repository.info();
    }

    Optional<CommitId> commit() {
        return commit;
    }

    /** The first entries of the root folder, by name. */
    Map<String, TreeEntry> root() throws IOException {
        return root.get();
    }

    private Map<String, TreeEntry> listRoot() throws IOException {
        if (commit.isEmpty()) {
            return Map.of();
        }
        TreePage page = repository.tree(commit.get(), RepoPath.ROOT, false, Optional.empty(), PAGE);
        return page.entries().stream()
                .collect(Collectors.toMap(entry -> entry.path().name(), Function.identity()));
    }

    /** Every file, in all folders; empty when there are too many to say. */
    Optional<List<TreeEntry>> files() throws IOException {
        return files.get();
    }

    private Optional<List<TreeEntry>> listFiles() throws IOException {
        var found = new ArrayList<TreeEntry>();
        if (commit.isEmpty()) {
            return Optional.of(found);
        }
        try {
            Optional<RepoPath> after = Optional.empty();
            do {
                TreePage page = repository.tree(commit.get(), RepoPath.ROOT, true, after, PAGE);
                page.entries().stream().filter(RepoFacts::isFile).forEach(found::add);
                after = page.next();
            } while (after.isPresent() && found.size() <= FILES_MAX);
            return after.isPresent() ? Optional.empty() : Optional.of(found);
        } catch (LimitException _) {
            return Optional.empty(); // clients then ask for the tree, page by page
        }
    }

    private static boolean isFile(TreeEntry entry) {
        return switch (entry) {
            case TreeEntry.GitFile _, TreeEntry.LfsFile _, TreeEntry.Symlink _ -> true;
            case TreeEntry.Folder _, TreeEntry.Submodule _ -> false;
        };
    }

    /** The card; without metadata when there is none or it cannot be read. */
    Card card() throws IOException {
        return card.get();
    }

    private Card readCard() throws IOException {
        return Card.parse(text("README.md").orElse(""));
    }

    /** What {@code config.json} says, when it is a JSON object. */
    Optional<JsonNode> config() throws IOException {
        return config.get();
    }

    private Optional<JsonNode> readConfig() throws IOException {
        return text("config.json").flatMap(this::parse);
    }

    private Optional<JsonNode> parse(String text) {
        try {
            return Optional.of(json.readTree(text)).filter(JsonNode::isObject);
        } catch (JacksonException _) {
            return Optional.empty(); // anybody may push a broken file: it then says nothing
        }
    }

    /** A text file of the root folder; empty when it is not there, too long, or not kept by git. */
    Optional<String> text(String name) throws IOException {
        if (!(root().get(name) instanceof TreeEntry.GitFile file) || file.size() > TEXT_BYTES_MAX) {
            return Optional.empty();
        }
        try (InputStream in = repository.open(file.oid())) {
            return Optional.of(new String(in.readNBytes(TEXT_BYTES_MAX), StandardCharsets.UTF_8));
        }
    }
}
