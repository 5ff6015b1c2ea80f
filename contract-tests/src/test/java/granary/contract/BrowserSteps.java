package granary.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitForSelectorState;
import granary.contract.kit.Browser.Look;
import granary.contract.kit.Programs;
import granary.contract.kit.Window;
import java.nio.file.Path;

/** What people do in a browser, step by step; each ends when the next page has come. */
final class BrowserSteps {
    private static final int NARROWEST = 320;
    private static final Path PICTURES = Programs.checkout().resolve("contract-tests/target/screenshots");

    private BrowserSteps() {}

    /** Takes a picture of the page, and fails when it is too wide for its window or anything was wrong with it. */
    static void expectClean(Window window, String name, Look look) {
        window.screenshot(PICTURES.resolve("%s-%s.png".formatted(name, look)));
        window.expectNoSidewaysScrolling();
        if (look.width() < 500) {
            window.expectToFit(NARROWEST);
        }
        window.expectQuiet();
    }

    static void setUp(Window window, String code) {
        Page page = window.visit("/setup").page();
        page.fill("#code", code);
        page.fill("#name", "keeper");
        page.fill("#password", "correct horse battery");
        page.click("main button.pri");
        page.locator("[role=alert], #first-steps").waitFor();
    }

    /** File lists fetch their last commits after the page itself. */
    static Window settled(Window window) {
        window.page()
                .locator("[aria-busy=true]")
                .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
        return window;
    }

    static void sendLogin(Window window, String name, String password) {
        window.page().fill("#username", name);
        window.page().fill("#password", password);
        window.page().click("main .btn.pri");
        window.page().waitForURL(url -> !url.endsWith("/login"));
    }

    static void makeToken(Window window, String name) {
        openTokens(window);
        window.page().fill("#name", name);
        window.page().click("main button.pri");
        heading(window, "Your new token");
    }

    static void openTokens(Window window) {
        window.visit("/settings/tokens");
    }

    static void askToRevoke(Window window) {
        openTokens(window);
        window.page().locator("a[href$='/revoke']").first().click();
        heading(window, "Revoke");
    }

    /** Opens a page that is not there; the browser's own line about that is no complaint. */
    static void missing(Window window, String path) {
        assertThat(window.page().navigate(path).status()).isEqualTo(404);
        assertThat(window.takeComplaints()).allMatch(line -> line.contains("404"));
    }

    static void heading(Window window, String text) {
        window.page()
                .locator("h1", new Page.LocatorOptions().setHasText(text))
                .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED));
    }

    static String alert(Window window) {
        return window.page().locator("[role=alert]").innerText();
    }

    static String background(Page page) {
        return page.locator("html")
                .evaluate("root => getComputedStyle(root).backgroundColor")
                .toString();
    }
}
