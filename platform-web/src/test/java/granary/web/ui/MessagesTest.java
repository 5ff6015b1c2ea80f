package granary.web.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MessagesTest {
    static final Path TEMPLATES = Path.of("src/main/resources/templates");
    private static final Pattern PARAMETER = Pattern.compile("\\{(\\d)");

    private final Properties english = read("messages.properties");
    private final Properties chinese = read("messages_zh_CN.properties");

    @Test
    void bothLanguagesSayTheSameThings() {
        assertThat(chinese.stringPropertyNames()).containsExactlyInAnyOrderElementsOf(english.stringPropertyNames());
    }

    @Test
    void everyMessageIsAPatternWithTheSameParameters() {
        for (String key : english.stringPropertyNames()) {
            for (Properties language : new Properties[] {english, chinese}) {
                String text = language.getProperty(key);
                assertThat(text).as(key).isNotBlank().doesNotContain("'");
                assertThat(new MessageFormat(text, Locale.ROOT)).as(key).isNotNull();
            }
            assertThat(parameters(chinese.getProperty(key))).as(key).isEqualTo(parameters(english.getProperty(key)));
        }
    }

    @Test
    void templatesHoldNoTextOfTheirOwn() throws IOException {
        for (Path template : templates()) {
            String markup = Files.readString(template)
                    .replaceAll("(?s)<!--.*?-->", "")
                    .replaceAll("<kbd aria-hidden=\"true\">/</kbd>", "");
            String withoutTags = markup.replaceAll("<(?:[^>\"]|\"[^\"]*\")*>", "");
            assertThat(withoutTags).as(template.toString()).doesNotContainPattern("[\\p{L}\\p{N}]");
            assertThat(markup)
                    .as(template.toString())
                    .doesNotContainPattern("\\s(?:title|alt|placeholder|aria-label)=\"[^\"]*\"")
                    .doesNotContainPattern("\\s(?:style|on\\w+)=\"")
                    .doesNotContain("<style", "hx-on", "href=\"http", "src=\"http");
        }
    }

    @Test
    void templatesAskOnlyForMessagesThatThereAre() throws IOException {
        Pattern plain = Pattern.compile("#\\{([A-Za-z0-9_.-]+)[}(]");
        for (Path template : templates()) {
            assertThat(plain.matcher(Files.readString(template)).results().map(result -> result.group(1)))
                    .as(template.toString())
                    .allMatch(english::containsKey);
        }
    }

    @Test
    void onlyCardsAreWrittenUnescaped() throws IOException {
        assertThat(templates().stream().filter(template -> contains(template, "th:utext")))
                .allMatch(template -> contains(template, "th:utext=\"${card.html}\"")
                        || contains(template, "th:utext=\"${page.card.html}\""));
    }

    private static boolean contains(Path file, String text) {
        try {
            return Files.readString(file).contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> parameters(String text) {
        return PARAMETER.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
    }

    private static List<Path> templates() throws IOException {
        try (Stream<Path> files = Files.walk(TEMPLATES)) {
            return files.filter(file -> file.toString().endsWith(".html")).toList();
        }
    }

    private static Properties read(String name) {
        var properties = new Properties();
        try (Reader reader = new InputStreamReader(
                Objects.requireNonNull(MessagesTest.class.getClassLoader().getResourceAsStream(name)),
                StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }
}
