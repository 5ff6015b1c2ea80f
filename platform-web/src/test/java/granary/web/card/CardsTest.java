package granary.web.card;

import static org.assertj.core.api.Assertions.assertThat;

import granary.repo.RepoId;
import granary.repo.RepoPath;
import granary.repo.RepoType;
import granary.web.ui.RepoLinks;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.support.ResourceBundleMessageSource;

class CardsTest {
    private static final Place README = place("README.md");

    private final Cards cards = new Cards(messages());

    @Test
    void tablesTasksFootnotesAndStrikethroughAreDrawn() {
        String html = html("""
                | a | b |
                |---|--:|
                | 1 | 2 |

                - [x] done
                - [ ] open

                ~~gone~~ and a note[^1].

                [^1]: The note.
                """);

        assertThat(html)
                .contains("<div class=\"tablebox\" tabindex=\"0\"><table>")
                .contains("align=\"right\"")
                .contains("type=\"checkbox\"")
                .contains("disabled=\"\"")
                .contains("<del>gone</del>")
                .contains("id=\"user-content-fn-1\"")
                .contains("href=\"#user-content-fn-1\"");
    }

    @Test
    void headingsComeBelowTheOneOfThePage() {
        assertThat(html("# One\n\n## Two\n\n###### Six\n\n<h1 align=\"center\">Raw</h1>\n"))
                .contains("<h2 id=\"user-content-one\">One</h2>")
                .contains("<h3 id=\"user-content-two\">Two</h3>")
                .contains("<h6 id=\"user-content-six\">Six</h6>")
                .contains("<h2 align=\"center\">Raw</h2>");
    }

    @Test
    void alertsGetTheirTitleInTheReadersLanguage() {
        String source = "> [!WARNING]\n> Mind the *gap*.";

        assertThat(html(source))
                .contains("<div class=\"alert alert-warning\"><p class=\"alert-title\">Warning</p>")
                .contains("<em>gap</em>")
                .doesNotContain("[!WARNING]");
        assertThat(((RenderedCard.Safe) cards.render(source, README, Locale.SIMPLIFIED_CHINESE)).html())
                .contains("<p class=\"alert-title\">警告</p>");
    }

    @Test
    void quoteThatOnlyMentionsAnAlertStaysAQuote() {
        assertThat(html("> see [!NOTE] there")).contains("<blockquote>").doesNotContain("alert");
    }

    @Test
    void frontMatterIsNeverShown() {
        assertThat(html("---\nlicense: mit\n---\n# Title")).contains("Title").doesNotContain("license");
        assertThat(html("\uFEFF---\r\nlicense: mit\r\n---\r\nText")).doesNotContain("license");
        assertThat(html("---\nno end\n\ntext")).contains("no end");
        assertThat(html("text\n\n---\nmore\n\n---\n")).contains("text").contains("more");
    }

    @Test
    void relativeLinksAndPicturesStayInTheRevision() {
        assertThat(html("[a](docs/a.md) [b](./b%20c.md#part) [d](docs/) [e](../../x) [f](/top.md)"))
                .contains("href=\"/alice/llama/blob/refs%2Fpr%2F1/docs/a.md\"")
                .contains("href=\"/alice/llama/blob/refs%2Fpr%2F1/b%20c.md#user-content-part\"")
                .contains("href=\"/alice/llama/tree/refs%2Fpr%2F1/docs\"")
                .contains("href=\"/alice/llama/blob/refs%2Fpr%2F1/x\"")
                .contains("href=\"/alice/llama/blob/refs%2Fpr%2F1/top.md\"");
        assertThat(html(place("docs/guide/README.md"), "![p](../图 片.png)<img src=\"a.png\" width=\"50%\">"))
                .contains("src=\"/alice/llama/resolve/refs%2Fpr%2F1/docs/guide/a.png\"")
                .contains("width=\"50%\"")
                .contains("loading=\"lazy\"");
        assertThat(html(place("docs/guide/README.md"), "![p](<../图 片.png>)"))
                .contains("src=\"/alice/llama/resolve/refs%2Fpr%2F1/docs/%E5%9B%BE%20%E7%89%87.png\"");
    }

    @Test
    void pictureFromElsewhereIsALinkToIt() {
        assertThat(html("![Build](https://badges.example.org/x.svg)"))
                .contains("class=\"image-away\"")
                .contains("href=\"https://badges.example.org/x.svg\"")
                .contains("Build (badges.example.org)")
                .doesNotContain("<img");
        assertThat(html("[![Build](https://badges.example.org/x.svg)](https://ci.example.org)"))
                .contains("<span class=\"image-away\">Build (badges.example.org)</span>")
                .doesNotContain("<img");
        assertThat(html("<img src=\"//evil.example/x.png\">"))
                .contains("evil.example")
                .doesNotContain("<img");
        assertThat(html("![x](data:image/svg+xml;base64,AAAA)")).doesNotContain("data:");
    }

    @Test
    void linksElsewhereTellNothingAboutTheReader() {
        assertThat(html("[x](https://example.org)")).contains("rel=\"nofollow noopener noreferrer\"");
    }

    @Test
    void headingsGetIdsThatCannotBeTakenForThePages() {
        RenderedCard.Safe card = render("# 模型 Card\n\n## Use\n\n## Use\n\n### `code` here\n\n[to](#use)");

        assertThat(card.html())
                .contains("id=\"user-content-模型-card\"")
                .contains("id=\"user-content-use-1\"")
                .contains("href=\"#user-content-use\"");
        assertThat(card.outline())
                .extracting(RenderedCard.OutlineEntry::text)
                .containsExactly("模型 Card", "Use", "Use", "code here");
    }

    @Test
    void shortCardHasNoOutline() {
        assertThat(render("# One\n\n## Two").outline()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "<img src=x onerror=alert(1)>",
                "<a href=\"javascript:alert(1)\">x</a>",
                "[x](javascript:alert(1))",
                "[x](JaVaScRiPt:alert(1))",
                "[x](<java\tscript:alert(1)>)",
                "<a href=\"&#106;avascript:alert(1)\">x</a>",
                "[x](vbscript:msgbox)",
                "[x](data:text/html;base64,PHNjcmlwdD4=)",
                "<iframe src=\"https://evil.example\"></iframe>",
                "<object data=\"x\"></object><embed src=\"x\">",
                "<svg><script>alert(1)</script></svg>",
                "<svg onload=alert(1)>",
                "<math><mtext><script>alert(1)</script></mtext></math>",
                "<form action=/x><button formaction=/y>go</button></form>",
                "<input type=text name=password>",
                "<input type=image src=x>",
                "<style>body{display:none}</style>",
                "<p style=\"position:fixed\">x</p>",
                "<link rel=stylesheet href=//evil.example/x.css>",
                "<meta http-equiv=refresh content=\"0;url=//evil.example\">",
                "<base href=//evil.example>",
                "<div hx-get=/logout hx-trigger=load>x</div>",
                "<div data-hx-get=/logout data-hx-trigger=load>x</div>",
                "<div data-copy=x data-fill=/x>x</div>",
                "<a href=x target=_top onclick=alert(1)>x</a>",
                "<p id=main>x</p><a name=search>x</a>",
                "<form id=x><input name=attributes></form>",
                "<details ontoggle=alert(1) open><summary>x</summary></details>",
                "<video src=x onerror=alert(1)></video>",
                "<template><script>alert(1)</script></template>",
                "<noscript><p title=\"</noscript><script>alert(1)</script>\">",
                "<textarea><script>alert(1)</script></textarea>",
                "<!--><script>alert(1)</script>-->",
                "<![CDATA[<script>alert(1)</script>]]>",
                "<p class=\"toast top skip\">x</p>",
                "<a class=\"btn pri\" href=/x>x</a>",
                "```\"><script>alert(1)</script>\nx\n```",
                "<img src=\"x\" srcset=\"//evil.example/y 2x\">",
                "<a href=\"https://ok.example\" ping=\"//evil.example\">x</a>",
                "<table background=//evil.example/x><tr><td>x</td></tr></table>",
                "<xmp><script>alert(1)</script></xmp>",
                "</div></main><script>alert(1)</script>",
                "<h1 id=\"x\" accesskey=\"x\" contenteditable autofocus tabindex=1>x</h1>",
            })
    void hostileMarkupComesOutHarmless(String source) {
        String html = html(source);

        assertThat(html.toLowerCase(Locale.ROOT).replaceAll(">[^<]*<", "><"))
                .doesNotContainPattern(
                        "<(?:script|iframe|object|embed|svg|math|form|button|style|link|meta|base|video)\\b")
                .doesNotContainPattern("<(?:template|noscript|textarea|xmp)\\b")
                .doesNotContainPattern("[\\s\"](?:on\\w+|style|hx-\\w+|data-\\w+|srcset|ping|background|target)=")
                .doesNotContainPattern("(?:name|accesskey|contenteditable|autofocus)=")
                .doesNotContainPattern("(?:href|src)=\"\\s*(?:javascript|vbscript|data):")
                .doesNotContainPattern("type=\"(?!checkbox)")
                .doesNotContainPattern("\\bid=\"(?!user-content-)")
                .doesNotContainPattern("class=\"[^\"]*(?:toast|btn|top)")
                .doesNotContainPattern("src=\"(?!/alice/llama/resolve/)")
                .doesNotContain("</main>");
    }

    @Test
    void sourceOverTheLimitIsRefused() {
        assertThat(cards.render("a".repeat(Cards.SOURCE_MAX), README, Locale.ENGLISH))
                .isInstanceOf(RenderedCard.Safe.class);
        assertThat(cards.render("a".repeat(Cards.SOURCE_MAX + 1), README, Locale.ENGLISH))
                .isInstanceOf(RenderedCard.Refused.class);
    }

    @Test
    @Timeout(60)
    void bombsOfNestingAndBacktrackingEndInTime() {
        int half = Cards.SOURCE_MAX / 2;
        List<String> bombs = List.of(
                "> ".repeat(half),
                "- ".repeat(half),
                "[".repeat(Cards.SOURCE_MAX),
                "![[]()".repeat(Cards.SOURCE_MAX / 6),
                "*a **a ".repeat(Cards.SOURCE_MAX / 7),
                "<div>".repeat(Cards.SOURCE_MAX / 5),
                "`".repeat(half) + " " + "`".repeat(half - 1),
                "[a](".repeat(Cards.SOURCE_MAX / 4),
                "|".repeat(Cards.SOURCE_MAX),
                "a|".repeat(1000) + "\n" + "-|".repeat(1000) + "\n" + "x\n".repeat(100_000),
                "&".repeat(Cards.SOURCE_MAX),
                "<!--".repeat(Cards.SOURCE_MAX / 4),
                "# x\n".repeat(Cards.SOURCE_MAX / 4),
                "[x]: y\n".repeat(Cards.SOURCE_MAX / 7),
                "[^x]".repeat(Cards.SOURCE_MAX / 4));

        for (String bomb : bombs) {
            assertThat(cards.render(bomb, README, Locale.ENGLISH)).isNotNull();
        }
        assertThat(cards.render(bombs.get(3), README, Locale.ENGLISH)).isInstanceOf(RenderedCard.Refused.class);
        assertThat(cards.render(bombs.get(9), README, Locale.ENGLISH)).isInstanceOf(RenderedCard.Refused.class);
    }

    private String html(String source) {
        return render(source).html();
    }

    private String html(Place place, String source) {
        return ((RenderedCard.Safe) cards.render(source, place, Locale.ENGLISH)).html();
    }

    private RenderedCard.Safe render(String source) {
        return (RenderedCard.Safe) cards.render(source, README, Locale.ENGLISH);
    }

    private static Place place(String file) {
        var links = new RepoLinks(new RepoId(RepoType.MODEL, "alice", "llama"));
        return new Place(links, "refs/pr/1", new RepoPath(file));
    }

    private static ResourceBundleMessageSource messages() {
        var messages = new ResourceBundleMessageSource();
        messages.setBasename("messages");
        messages.setDefaultEncoding("UTF-8");
        messages.setFallbackToSystemLocale(false);
        return messages;
    }
}
