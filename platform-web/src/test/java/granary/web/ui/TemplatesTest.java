package granary.web.ui;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.DispatcherType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockServletContext;
import org.springframework.web.context.support.StaticWebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.View;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.spring6.templateresolver.SpringResourceTemplateResolver;
import org.thymeleaf.spring6.view.ThymeleafViewResolver;
import org.thymeleaf.templatemode.TemplateMode;

/** Draws every template with nothing, with usual things and with hostile ones, in both languages. */
class TemplatesTest {
    /** Every page, its view model, and the name of the variable that holds it. */
    private static final Map<String, String> PAGES = Map.ofEntries(
            Map.entry("account/login", "granary.web.member.LoginController$LoginPage"),
            Map.entry("account/setup", "granary.web.member.SetupPage"),
            Map.entry("error/page", "granary.web.error.ErrorPageController$FailureView"),
            Map.entry("explore/home", "granary.web.explore.HomePage"),
            Map.entry("explore/list", "granary.web.explore.ListPage"),
            Map.entry("explore/namespace", "granary.web.explore.NamespacePage"),
            Map.entry("explore/new", "granary.web.explore.NewPage"),
            Map.entry("repo/commit", "granary.web.browse.CommitPage"),
            Map.entry("repo/commits", "granary.web.browse.CommitsPage"),
            Map.entry("repo/file", "granary.web.browse.FilePage"),
            Map.entry("repo/files :: rows", "granary.web.browse.TreeView"),
            Map.entry("repo/folder", "granary.web.browse.FolderPage"),
            Map.entry("repo/refs", "granary.web.browse.RefsPage"),
            Map.entry("repo/show", "granary.web.browse.RepositoryPage"),
            Map.entry("token/created", "granary.web.member.CreatedTokenPage"),
            Map.entry("token/list", "granary.web.member.TokensPage"),
            Map.entry("token/revoke", "granary.web.member.TokensPage$Row"));

    private static final Pattern HANDLER = Pattern.compile("<[^>]*\\s(?:on\\w+|style)=", Pattern.CASE_INSENSITIVE);

    private final MockServletContext servlets = new MockServletContext();
    private final ThymeleafViewResolver views = views();

    static Stream<Arguments> pages() {
        return PAGES.entrySet().stream()
                .flatMap(page -> Stream.of(SampleModels.Mood.values())
                        .flatMap(mood -> Stream.of(Locale.ENGLISH, Locale.SIMPLIFIED_CHINESE)
                                .map(locale -> Arguments.of(page.getKey(), page.getValue(), mood, locale))));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void templateIsDrawn(String template, String model, SampleModels.Mood mood, Locale locale) throws Exception {
        String name = template.equals("error/page") ? "failure" : template.contains("::") ? "files" : "page";

        String html = draw(template, Map.of(name, new SampleModels(mood).of(Class.forName(model))), mood, locale);

        assertThat(html).doesNotContain("??").doesNotContain("<script>alert").doesNotContain("th:");
        assertThat(HANDLER.matcher(html.replaceAll("=\"[^\"]*\"", "=\"\"")).find())
                .isFalse();
        if (!template.contains("::")) {
            assertThat(html).containsPattern("(?s)<!doctype html>.*<title>.+</title>");
            assertThat(Pattern.compile("<h1[ >]").matcher(html).results().count())
                    .isEqualTo(1);
            assertThat(Pattern.compile("<main[ >]").matcher(html).results().count())
                    .isEqualTo(1);
            assertThat(html).contains("lang=\"" + ShellInterceptor.lang(locale) + "\"");
        }
    }

    @Test
    void logoutNamesWhoIsSignedIn() throws Exception {
        String html = draw("account/logout", Map.of("name", "<b>"), SampleModels.Mood.TYPICAL, Locale.ENGLISH);

        assertThat(html).contains("&lt;b&gt;").doesNotContain("<b>");
    }

    private String draw(String template, Map<String, ?> model, SampleModels.Mood mood, Locale locale) throws Exception {
        var request = new MockHttpServletRequest(servlets, "GET", "/alice/llama");
        request.setDispatcherType(DispatcherType.REQUEST);
        request.addPreferredLocale(locale);
        request.setAttribute(DispatcherServlet.LOCALE_RESOLVER_ATTRIBUTE, new PageLocale());
        request.addHeader("Accept-Language", locale.toLanguageTag());
        request.setAttribute(DispatcherServlet.WEB_APPLICATION_CONTEXT_ATTRIBUTE, views.getApplicationContext());
        var response = new MockHttpServletResponse();
        var variables = new HashMap<String, Object>(model);
        variables.put("shell", shell(mood, locale));
        View view = Objects.requireNonNull(views.resolveViewName(template, locale));
        view.render(variables, request, response);
        return response.getContentAsString();
    }

    private static Shell shell(SampleModels.Mood mood, Locale locale) {
        String name = mood == SampleModels.Mood.HOSTILE ? SampleModels.HOSTILE_TEXT : "Granary";
        var links = new Shell.Links("/a/app.css", "/a/app.js", "/a/sprite.svg", "/a/favicon.svg");
        AvatarView user = AvatarView.of("alice", name); // pages that need somebody signed in name them
        String theme = mood == SampleModels.Mood.EMPTY ? "auto" : "dark";
        return new Shell(
                name, "models", "/models", "", user, theme, ShellInterceptor.lang(locale), "/alice/llama", "1", links);
    }

    private ThymeleafViewResolver views() {
        var context = new StaticWebApplicationContext();
        context.setServletContext(servlets);
        context.refresh();
        var templates = new SpringResourceTemplateResolver();
        templates.setApplicationContext(context);
        templates.setPrefix("classpath:/templates/");
        templates.setSuffix(".html");
        templates.setTemplateMode(TemplateMode.HTML);
        templates.setCharacterEncoding("UTF-8");
        var messages = new ResourceBundleMessageSource();
        messages.setBasename("messages");
        messages.setDefaultEncoding("UTF-8");
        messages.setFallbackToSystemLocale(false);
        messages.setAlwaysUseMessageFormat(true);
        var engine = new SpringTemplateEngine();
        engine.setTemplateResolver(templates);
        engine.setTemplateEngineMessageSource(messages);
        var resolver = new ThymeleafViewResolver();
        resolver.setApplicationContext(context);
        resolver.setTemplateEngine(engine);
        resolver.setCharacterEncoding("UTF-8");
        return resolver;
    }

    @Test
    void everyTemplateIsAPageOrAPart() throws Exception {
        List<String> parts = List.of("ui/layout", "ui/parts", "repo/head", "repo/files", "account/logout");
        try (Stream<Path> files = Files.walk(MessagesTest.TEMPLATES)) {
            assertThat(files.filter(file -> file.toString().endsWith(".html"))
                            .map(file -> MessagesTest.TEMPLATES
                                    .relativize(file)
                                    .toString()
                                    .replace(".html", "")))
                    .allMatch(name -> parts.contains(name) || PAGES.containsKey(name));
        }
    }
}
