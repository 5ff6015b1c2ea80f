package granary.contract;

import static granary.contract.BrowserSteps.alert;
import static granary.contract.BrowserSteps.askToRevoke;
import static granary.contract.BrowserSteps.background;
import static granary.contract.BrowserSteps.expectClean;
import static granary.contract.BrowserSteps.heading;
import static granary.contract.BrowserSteps.makeToken;
import static granary.contract.BrowserSteps.missing;
import static granary.contract.BrowserSteps.sendLogin;
import static granary.contract.BrowserSteps.setUp;
import static granary.contract.BrowserSteps.settled;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import granary.contract.kit.Account;
import granary.contract.kit.Browser;
import granary.contract.kit.Browser.Look;
import granary.contract.kit.HubApi;
import granary.contract.kit.InProcessHub;
import granary.contract.kit.RunningHub;
import granary.contract.kit.Window;
import granary.contract.kit.WithHub;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody with a browser may expect: every page clean in every look, and every form doing what it says. */
@WithHub
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrowserIT {
    private static final String LOGIN_FAILED = "Name and password do not fit together. Try again.";
    private static final String EVIL = "script, style, form, iframe, object, embed, base, meta, link, video, input,"
            + " [onload], [onerror], [ontoggle], [style], [data-hx-get], [hx-get], [data-copy], #main,"
            + " a[href*='script:'], a[href^='data:'], [src*='evil.example']";

    private final RunningHub hub;
    private final Browser browser = Browser.launch();
    private final BrowserScene scene;
    private final Map<Look, Window> members = new HashMap<>();
    private final Map<Look, Window> strangers = new HashMap<>();

    BrowserIT(RunningHub hub, @TempDir Path folder) {
        this.hub = hub;
        this.scene = BrowserScene.make(hub, folder);
    }

    @AfterAll
    void closeBrowser() {
        browser.close();
    }

    /** A page and how one comes there. */
    record Shown(String name, boolean signedIn, Consumer<Window> open) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Shown member(String name, String path) {
        return new Shown(name, true, window -> window.visit(path));
    }

    private static Shown stranger(String name, String path) {
        return new Shown(name, false, window -> window.visit(path));
    }

    private Stream<Shown> pages() {
        String model = scene.model();
        return Stream.of(
                stranger("login", "/login"),
                stranger("login-failed", "/login?error"),
                stranger("login-wait", "/login?error&wait=90"),
                stranger("home-stranger", "/"),
                stranger("repository-stranger", model),
                member("logout", "/logout"),
                member("home", "/"),
                member("models", "/models"),
                member("models-nothing", "/models?search=" + "nothing".repeat(20)),
                member("datasets", "/datasets?sort=name"),
                member("spaces", "/spaces"),
                member("code", "/code"),
                member("namespace", "/" + scene.owner().name()),
                member("new-model", "/new"),
                member("new-dataset", "/new-dataset"),
                member("new-code", "/new-code"),
                member("repository", model),
                member("repository-empty", scene.empty()),
                member("repository-dataset", "/datasets/" + scene.owner().name() + "/voices"),
                member("repository-code", "/code/" + scene.owner().name() + "/tools"),
                member("files", model + "/tree/main"),
                member("folder", model + "/tree/main/weights"),
                member("folder-deep", model + "/tree/v1.0/weights/deep/down"),
                member("file-text", model + "/blob/main/train.py"),
                member("file-wide", model + "/blob/main/weights/deep/down/config.json"),
                member("file-markdown", model + "/blob/main/README.md"),
                member("file-markdown-source", model + "/blob/main/README.md?view=source"),
                member("file-binary", model + "/blob/main/vocabulary.bin"),
                member("file-lfs", model + "/blob/main/model.safetensors"),
                member("file-picture", model + "/blob/main/picture.png"),
                member("commits", model + "/commits/main"),
                member("commit", model + "/commit/" + scene.commit()),
                member("refs", model + "/refs"),
                new Shown("token-created", true, window -> makeToken(window, hub.newName("laptop"))),
                new Shown("tokens", true, BrowserSteps::openTokens),
                new Shown("token-revoke", true, BrowserSteps::askToRevoke),
                new Shown("error-404", true, window -> missing(window, model + "/blob/main/absent")),
                new Shown("error-404-stranger", false, window -> missing(window, "/nobody/nothing")));
    }

    private Stream<Arguments> pagesInEachLook() {
        return Look.all().stream().flatMap(look -> pages().map(page -> Arguments.of(page, look)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("pagesInEachLook")
    void everyPageIsQuietAndFitsTheWindow(Shown page, Look look) {
        expectClean(open(page, look), page.name(), look);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyPageIsReachedByKeyboardAndSaysWhatItIs(Shown shown) {
        Page page = open(shown, Look.DESKTOP).page();

        assertThat(page.locator("h1").count()).as("h1").isEqualTo(1);
        assertThat(page.locator("h1").innerText()).isNotBlank();
        assertThat(page.title()).endsWith(" · Granary").doesNotStartWith(" ·");
        assertThat(page.locator("html").getAttribute("lang")).isEqualTo("en");
        if (page.locator("[autofocus]").count() == 0) {
            page.keyboard().press("Tab");
            assertThat(page.locator(".skip:focus").isVisible()).as("skip link").isTrue();
            page.keyboard().press("Enter");
            page.locator("main:focus").waitFor();
        }
    }

    @Test
    void firstStartIsDoneInTheBrowserOnceAndWithTheCodeOnly(@TempDir Path data) {
        try (InProcessHub fresh = InProcessHub.start(data)) {
            for (Look look : Look.all()) {
                try (Window window = browser.open(fresh.url(), look)) {
                    window.visit("/");
                    heading(window, "Set up this server");
                    expectClean(window, "setup", look);
                }
            }
            String code = fresh.hub().setupCode().orElseThrow();
            try (Window window = browser.open(fresh.url(), Look.DESKTOP)) {
                setUp(window, "AAAA-BBBB-CCCC-DDDD");
                assertThat(window.page().locator("[role=alert]").innerText())
                        .isEqualTo("This is not the code in the server’s log. Look for the line “First start”.");
                assertThat(window.takeComplaints()).hasSize(1).allMatch(line -> line.contains("403"));

                setUp(window, code);
                heading(window, "Home");
                assertThat(window.page()
                                .locator("summary[aria-label='Account keeper']")
                                .count())
                        .isEqualTo(1);
                expectClean(window, "home-first-steps", Look.DESKTOP);
                missing(window, "/setup");
                assertThat(fresh.hub().setupCode()).isEmpty();
            }
        }
    }

    @Test
    void failedSignInDoesNotTellWhetherTheNameExists() {
        Account account = hub.newUser("robin");
        try (Window window = browser.open(hub.url(), Look.DESKTOP)) {
            for (String name : List.of(account.name(), "nobody-of-this-name")) {
                window.visit("/login?next=/settings/tokens");
                sendLogin(window, name, "wrong");
                assertThat(alert(window)).isEqualTo(LOGIN_FAILED);
                assertThat(window.page().locator("main").innerText()).doesNotContain(name);
            }
            window.expectQuiet();
        }
    }

    @Test
    void signInLeadsWhereOneWantedToGoEvenAtTheSecondTry() {
        Account account = hub.newUser("robin");
        try (Window window = browser.open(hub.url(), Look.DESKTOP)) {
            window.visit("/login?next=/settings/tokens?scope=write");
            sendLogin(window, account.name(), "wrong");
            assertThat(alert(window)).isEqualTo(LOGIN_FAILED);
            sendLogin(window, account.name(), account.password());
            heading(window, "Access tokens");
            assertThat(window.expectQuiet().page().url()).isEqualTo(hub.url() + "/settings/tokens?scope=write");
        }
    }

    @Test
    void signingOutEndsTheSessionForWhoeverHasItsCookie() {
        try (Window window = signedIn(hub.newUser("robin"), Look.DESKTOP)) {
            Page page = window.visit("/settings/tokens").page();
            var cookies = new ArrayList<String>();
            page.context().cookies().forEach(cookie -> cookies.add(cookie.name + "=" + cookie.value));
            var stolen = hub.http().header("Cookie", String.join("; ", cookies));
            assertThat(stolen.get("/settings/tokens").status()).isEqualTo(200);

            page.click("summary[aria-label^='Account']");
            page.click("form[action='/logout'] button");
            page.locator("header a[href^='/login']").waitFor();

            window.expectQuiet();
            assertThat(stolen.get("/settings/tokens").status()).isNotEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void repositoryIsMadeByTheFormFilledAndShown(boolean script) {
        Account account = hub.newUser("robin");
        try (Window window = signedIn(account, script ? Look.DESKTOP : Look.NO_SCRIPT)) {
            Page page = window.visit("/new").page();
            page.fill("#name", "first");
            page.check("input[name=visibility][value=private]");
            page.click("main button.pri");
            heading(window, account.name() + "/first");
            assertThat(page.locator("main").innerText())
                    .contains("git clone " + hub.url() + "/" + account.name() + "/first")
                    .contains("hf upload " + account.name() + "/first .")
                    .contains("private");

            hub.api(account).commitFile(account.name() + "/first", "README.md", "# Hello\n\nThis is *it*.\n");
            window.visit("/" + account.name() + "/first");
            assertThat(page.locator(".prose em").innerText()).isEqualTo("it");
            settled(window.visit("/" + account.name() + "/first/tree/main"));
            assertThat(page.locator("table.files").innerText()).contains(script ? "Add README.md" : "README.md");
            page.click("table.files a:has-text('README.md')");
            page.locator(".prose em").waitFor();
            assertThat(page.url()).endsWith("/blob/main/README.md");
            window.expectQuiet();

            window.visit("/new");
            page.fill("#name", "first");
            page.click("main button.pri");
            assertThat(alert(window)).startsWith("The owner has one of this kind and name already.");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/tree/main/docs", "/blob/main/README.md"})
    void hostileMarkupInCardsRunsNothing(String view) {
        try (Window window = signedIn(scene.owner(), Look.DESKTOP)) {
            var dialogs = new ArrayList<String>();
            Page page = window.page();
            page.onDialog(dialog -> {
                dialogs.add(dialog.message());
                dialog.dismiss();
            });

            settled(window.visit(scene.hostile() + view));
            Locator prose = page.locator(".prose");
            assertThat(prose.innerText()).contains("Harmless");
            assertThat(prose.locator(EVIL).evaluateAll("all => all.map(one => one.outerHTML)"))
                    .isEqualTo(List.of());
            page.mouse().click(640, 450);
            page.waitForTimeout(300);

            assertThat(dialogs).isEmpty();
            assertThat(page.url()).isEqualTo(hub.url() + scene.hostile() + view);
            window.expectQuiet();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void tokenIsShownOnceWorksAndEndsWhenRevoked(boolean script) {
        Account account = hub.newUser("robin");
        try (Window window = signedIn(account, script ? Look.DESKTOP : Look.NO_SCRIPT)) {
            makeToken(window, hub.newName("laptop"));
            Page page = window.page();
            String secret = page.inputValue("#secret");
            var whoami = hub.http().as(secret).get("/api/whoami-v2");
            assertThat(HubApi.expect(whoami).get("name").asString()).isEqualTo(account.name());
            assertThat(hub.http().as(secret).get("/api/whoami-v2").status()).isEqualTo(200);
            window.expectQuiet();

            page.reload();
            assertThat(page.content()).doesNotContain(secret);
            window.takeComplaints(); // the browser sent the form again, and the name is taken
            askToRevoke(window);
            assertThat(page.content()).doesNotContain(secret);
            page.click("main button.danger");
            heading(window, "Access tokens");

            assertThat(hub.http().as(secret).get("/api/whoami-v2").status()).isEqualTo(401);
            window.expectQuiet();
        }
    }

    @Test
    void withoutScriptPagesShowEverythingAndFormsWork() {
        try (Window window = signedIn(scene.owner(), Look.NO_SCRIPT)) {
            Page page = window.page();
            assertThat(window.visit(scene.model())
                            .page()
                            .locator(".prose table")
                            .count())
                    .isEqualTo(1);
            assertThat(window.visit(scene.model() + "/tree/main")
                            .page()
                            .locator("table.files tbody tr")
                            .count())
                    .isGreaterThan(4);
            window.visit(scene.model() + "/blob/main/README.md?view=source");
            assertThat(page.locator("table.code tr").count()).isGreaterThan(20);
            assertThat(window.visit(scene.model() + "/commits/main")
                            .page()
                            .locator(".commits li")
                            .count())
                    .isGreaterThan(1);
            page.fill("#search", "hostile");
            page.press("#search", "Enter");
            page.waitForURL("**?search=hostile*");
            assertThat(page.locator(".rows a").allInnerTexts())
                    .contains(scene.owner().name() + "/hostile");
            page.click("button[value=dark]");
            page.locator("html[data-theme=dark]").waitFor();
            page.click("summary[aria-label^='Account']");
            page.click("form[action='/logout'] button");
            page.locator("header a[href^='/login']").waitFor();
            window.expectQuiet();
        }
    }

    @Test
    void chosenThemeAppliesAtOnceAndLasts() {
        try (Window window = browser.open(hub.url(), Look.DESKTOP)) {
            Page page = window.visit("/login").page();
            String light = background(page);
            page.click("button[value=dark]");
            String dark = background(page);
            assertThat(dark).isNotEqualTo(light);

            assertThat(background(window.visit("/models").page())).isEqualTo(dark);
            assertThat(page.getAttribute("button[value=dark]", "aria-pressed")).isEqualTo("true");
            page.click("button[value=auto]");
            assertThat(background(page)).isEqualTo(light);
            assertThat(background(window.visit("/login").expectQuiet().page())).isEqualTo(light);
        }
    }

    @Test
    void chosenLanguageAppliesAndLasts() {
        try (Window window = browser.open(hub.url(), Look.DESKTOP)) {
            Page page = window.visit("/login?next=/models").page();
            page.click("button[value=zh]");
            heading(window, "登录");
            assertThat(page.url()).endsWith("/login?next=/models");
            assertThat(page.locator("html").getAttribute("lang")).startsWith("zh");
            assertThat(window.visit("/models").page().locator("h1").innerText()).contains("模型");
            page.click("button[value=en]");
            heading(window, "Models");
            window.expectQuiet();
        }
    }

    /** The window that looks like this, kept for the next page, with {@code page} open in it. */
    private Window open(Shown page, Look look) {
        Window window = page.signedIn()
                ? members.computeIfAbsent(look, one -> signedIn(scene.owner(), one))
                : strangers.computeIfAbsent(look, one -> browser.open(hub.url(), one));
        page.open().accept(window);
        return settled(window);
    }

    private Window signedIn(Account account, Look look) {
        Window window = browser.open(hub.url(), look).visit("/login");
        sendLogin(window, account.name(), account.password());
        window.page()
                .locator("summary[aria-label='Account %s']".formatted(account.name()))
                .waitFor();
        return window;
    }
}
