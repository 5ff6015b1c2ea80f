package granary.contract.kit;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.LoadState;
import com.microsoft.playwright.options.ViewportSize;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One page of a browser that remembers everything a page should not do. */
public final class Window implements AutoCloseable {
    private static final double DEADLINE_MILLIS = 15_000;

    private final URI hub;
    private final BrowserContext context;
    private final Page page;
    private final List<String> complaints = new ArrayList<>();

    Window(URI hub, BrowserContext context) {
        this.hub = hub;
        this.context = context;
        this.page = context.newPage();
        page.setDefaultTimeout(DEADLINE_MILLIS);
        page.onConsoleMessage(message -> complaints.add("console %s: %s".formatted(message.type(), message.text())));
        page.onPageError(error -> complaints.add("script error: " + error));
        page.onRequest(this::noteForeign);
        page.onRequestFailed(request -> complaints.add("failed: " + request.url() + " " + request.failure()));
    }

    private void noteForeign(Request request) {
        String url = request.url();
        boolean near = url.startsWith(hub + "/") || url.startsWith("data:") || url.startsWith("blob:");
        if (!near) {
            complaints.add("foreign request: " + url);
        }
    }

    /** Playwright's page, for clicking and looking. */
    public Page page() {
        return page;
    }

    /** Goes to a path of the hub, and expects the page to be there. */
    public Window visit(String path) {
        Response response = page.navigate(hub + path);
        assertThat(response.status()).as(path).isEqualTo(200);
        page.waitForLoadState(LoadState.LOAD);
        return this;
    }

    /** Fails when a page printed to the console, threw, or asked for anything of another origin; then forgets. */
    public Window expectQuiet() {
        assertThat(complaints).as("complaints at %s", page.url()).isEmpty();
        complaints.clear();
        return this;
    }

    /** Takes what happened so far as intended, such as the console's line about a page that answers 404. */
    public List<String> takeComplaints() {
        var taken = List.copyOf(complaints);
        complaints.clear();
        return taken;
    }

    /** Fails when the page is wider than the window. */
    public Window expectNoSidewaysScrolling() {
        Object overflow =
                page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
        assertThat(((Number) overflow).intValue())
                .as("pixels too wide at %s", page.url())
                .isLessThanOrEqualTo(0);
        return this;
    }

    /** Fails when the page is too wide for a window of {@code width} pixels; the window stays as wide as it was. */
    public Window expectToFit(int width) {
        ViewportSize before = page.viewportSize();
        page.setViewportSize(width, before.height);
        expectNoSidewaysScrolling();
        page.setViewportSize(before.width, before.height);
        return this;
    }

    /** Saves the whole page as a picture. */
    public Window screenshot(Path file) {
        page.screenshot(new Page.ScreenshotOptions().setPath(file).setFullPage(true));
        return this;
    }

    @Override
    public void close() {
        context.close();
    }
}
