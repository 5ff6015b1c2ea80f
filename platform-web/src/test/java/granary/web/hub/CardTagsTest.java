package granary.web.hub;

import static org.assertj.core.api.Assertions.assertThat;

import granary.repo.RepoType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CardTagsTest {
    @Test
    void modelCardBecomesTheTagsThatListsFilterBy() {
        Map<String, Object> card = Map.of(
                "license", "mit",
                "language", List.of("en", "de"),
                "tags", List.of("chat"),
                "datasets", "alice/data",
                "base_model", List.of("bob/base"),
                "base_model_relation", "finetune",
                "model-index", List.of(Map.of("name", "x")));

        assertThat(CardTags.of(RepoType.MODEL, card))
                .containsExactlyInAnyOrder(
                        "chat",
                        "en",
                        "de",
                        "license:mit",
                        "dataset:alice/data",
                        "base_model:bob/base",
                        "base_model:finetune:bob/base",
                        "model-index",
                        "region:us");
    }

    @Test
    void datasetCardSaysItsFacetsByName() {
        Map<String, Object> card = Map.of("language", "en", "task_categories", List.of("text-generation"));

        assertThat(CardTags.of(RepoType.DATASET, card))
                .contains("language:en", "task_categories:text-generation")
                .doesNotContain("en");
    }

    @Test
    void oddValuesSayNothing() {
        assertThat(CardTags.texts(Map.of("a", "b"))).isEmpty();
        assertThat(CardTags.texts(null)).isEmpty();
        assertThat(CardTags.texts(List.of(1, "", "x"))).containsExactly("1", "x");
    }
}
