package granary.repo.card;

import static org.assertj.core.api.Assertions.assertThat;

import granary.repo.RepoType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CardTest {
    @Test
    void frontMatterIsTakenOffTheText() {
        Card card = Card.parse("---\nlicense: mit\ntags:\n- a\n- b\n---\n# Title\n");

        assertThat(card.metadata()).isEqualTo(Map.of("license", "mit", "tags", List.of("a", "b")));
        assertThat(card.body()).isEqualTo("# Title\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n\n---\nlicense: mit\n---\ntext",
                "---\r\nlicense: mit\r\n---\r\ntext",
                "\uFEFF---\nlicense: mit\n---\ntext",
                "---  \nlicense: mit\n---  \ntext"
            })
    void blankLinesAndWindowsLineEndsAreTolerated(String text) {
        Card card = Card.parse(text);

        assertThat(card.metadata()).isEqualTo(Map.of("license", "mit"));
        assertThat(card.body()).isEqualTo("text");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# Title\n---\nnot: metadata\n---\n", "---\nnever: closed\n", "----\na: b\n----\n"})
    void textWithoutABlockHasNoMetadata(String text) {
        Card card = Card.parse(text);

        assertThat(card.hasFrontMatter()).isFalse();
        assertThat(card.metadata()).isEmpty();
        assertThat(card.body()).isEqualTo(text);
    }

    @Test
    void valuesAreReadByYamlOneTwo() {
        Card card = Card.parse(
                "---\nlanguage: no\ndate: 2024-01-02\nzip: 010\nyes: on\nn: 3\nx: 1.5e3\nt: true\nnil: ~\n---\n");

        assertThat(card.metadata())
                .isEqualTo(Map.of(
                        "language",
                        "no",
                        "date",
                        "2024-01-02",
                        "zip",
                        "010",
                        "yes",
                        "on",
                        "n",
                        3,
                        "x",
                        1500.0,
                        "t",
                        true));
    }

    @Test
    void brokenFrontMatterIsToldWithItsPlace() {
        Card card = Card.parse("\n---\nlicense: mit\ntags: [a\nb: c\n---\ntext");

        assertThat(card.body()).isEqualTo("text");
        assertThat(card.problem()).hasValueSatisfying(problem -> {
            assertThat(problem.line()).isBetween(4, 6);
            assertThat(problem.column()).isPositive();
        });
        assertThat(CardRules.check(card).isRefused()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "!!javax.script.ScriptEngineManager [!!java.net.URL [\"http://localhost/\"]]",
                "a: !!python/object:os.system x",
                "- just\n- a list",
                "a: &x [*x]",
                "a: 1\na: 2",
            })
    @Timeout(5)
    void hostileOrSenselessFrontMatterIsAProblemNotAnException(String yaml) {
        assertThat(Card.parse("---\n" + yaml + "\n---\n").problem()).isPresent();
    }

    @Test
    @Timeout(10)
    void bombsEndAtALimit() {
        var laughs = new StringBuilder("---\na0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
        for (int i = 1; i < 12; i++) {
            String alias = "*a" + (i - 1);
            laughs.append(
                    "a%d: &a%d [%s]\n".formatted(i, i, String.join(", ", java.util.Collections.nCopies(9, alias))));
        }
        String deep = "---\na: " + "[".repeat(10_000) + "]".repeat(10_000) + "\n---\n";

        assertThat(Card.parse(laughs + "---\n").problem()).isPresent();
        assertThat(Card.parse(deep).problem()).isPresent();
        assertThat(Card.parse("x".repeat(Card.CHARACTERS_MAX + 1)).problem()).isPresent();
        assertThat(Card.parse("x".repeat(Card.CHARACTERS_MAX)).problem()).isEmpty();
    }

    @Test
    void unknownLicenseIsRefusedInTheWordsClientsLookFor() {
        CardRules.Verdict verdict = CardRules.check(Card.parse("---\nlicense: invalid-license\n---\n"));

        assertThat(verdict.errors()).singleElement().asString().startsWith("\"license\" must be one of [");
        assertThat(CardRules.check(Card.parse("---\nlicense: [mit, apache-2.0]\n---\n"))
                        .isRefused())
                .isFalse();
    }

    @Test
    void modelIndexMustBeAListOfNamedResults() {
        assertThat(CardRules.check(Card.parse("---\nmodel-index: foo\n---\n")).isRefused())
                .isTrue();
        assertThat(CardRules.check(Card.parse("---\nmodel-index:\n- name: a\n---\n"))
                        .isRefused())
                .isTrue();
        assertThat(CardRules.check(Card.parse("---\nmodel-index:\n- name: a\n  results: []\n---\n"))
                        .isRefused())
                .isFalse();
    }

    @Test
    void cardWithoutMetadataIsAcceptedWithAWarning() {
        CardRules.Verdict verdict = CardRules.check(Card.parse("# Title"));

        assertThat(verdict.isRefused()).isFalse();
        assertThat(verdict.warnings()).hasSize(1);
    }

    @Test
    void metadataBecomesTheTagsThatListsFilterBy() {
        Card card = Card.parse("""
                ---
                language: [en, zh]
                license: apache-2.0
                pipeline_tag: text-generation
                tags: [chat]
                datasets: alice/rows
                base_model: bob/base
                base_model_relation: finetune
                ---
                See https://arxiv.org/abs/2401.01234.
                """);

        CardTags tags = CardTags.of(RepoType.MODEL, card, List.of("config.json", "model.safetensors"));

        assertThat(tags.library()).contains("transformers");
        assertThat(tags.pipelineTag()).contains("text-generation");
        assertThat(tags.tags())
                .containsExactly(
                        "transformers",
                        "safetensors",
                        "chat",
                        "en",
                        "zh",
                        "license:apache-2.0",
                        "dataset:alice/rows",
                        "base_model:bob/base",
                        "base_model:finetune:bob/base",
                        "arxiv:2401.01234",
                        "text-generation",
                        "region:us");
    }

    @Test
    void datasetCardsTagTheirKeys() {
        Card card = Card.parse("---\nlanguage: en\ntask_categories: [qa]\nsize_categories: 1K<n<10K\n---\n");

        assertThat(CardTags.of(RepoType.DATASET, card, List.of()).tags())
                .containsExactly("language:en", "task_categories:qa", "size_categories:1K<n<10K", "region:us");
    }
}
